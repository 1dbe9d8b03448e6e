import type { Mistake } from "../../domain/command.ts";
import { groupId } from "../../domain/group.ts";
import type { JobKind } from "../../domain/job-kind.ts";
import type { JobAnswer, NotAllowed, WhichGroup } from "../../flows/flows.ts";
import { actionIds, requestActions } from "./action-ids.ts";
import { actions, button, context, section } from "./elements.ts";
import { groupSelect } from "./group-select.ts";
import { type Message, plain } from "./message.ts";
import { clipped, clippedMiddle, escaped, escapedCode } from "./text.ts";

export function mistakeMessage({ problem, nearest, usage }: Mistake): Message {
  const meant = nearest === undefined ? "" : ` Did you mean \`${escapedCode(nearest)}\`?`;
  const said = plain(`${clipped(escaped(problem), 1000)}${meant}`);
  return {
    text: `${said.text} Usage: ${escaped(usage)}`,
    blocks: [...said.blocks, context(`Usage: \`${escapedCode(usage)}\``)],
  };
}

export function notAllowedMessage({ reason }: NotAllowed): Message {
  return plain(`:no_entry_sign: not allowed: ${escaped(reason)}`);
}

/** No single group fits: what is near, and a select of all. */
export function whichGroupMessage({ problem, nearest, groups }: WhichGroup, verb: "status" | JobKind): Message {
  const meant = nearest === undefined ? "" : ` Did you mean \`${groupId(nearest)}\`?`;
  const text = problem === undefined ? "Which group?" : `${clipped(escaped(problem), 1000)}${meant}`;
  const { ask: action, pick } =
    verb === "status" ? { ask: actionIds.status, pick: actionIds.pickStatus } : requestActions[verb];
  const one =
    nearest === undefined
      ? undefined
      : button({ text: clippedMiddle(groupId(nearest), 75), action, value: groupId(nearest) });
  return {
    text,
    blocks: [
      section(text),
      ...actions([one]),
      ...groupSelect({ groups, action: pick, placeholder: "Pick a group" }),
      context(`Usage: \`/redis ${verb} [group]\``),
    ],
  };
}

/** Why no plan was made, and what to do. */
export function noPlanMessage(answer: JobAnswer & { readonly kind: "healthy" | "refused" }): Message {
  if (answer.kind === "healthy") {
    return plain(`:large_green_circle: healthy: ${escaped(answer.text)}`);
  }
  const { text, blocks } = plain(
    `*No plan for ${escaped(groupId(answer.group))}: ${clipped(escaped(answer.reason), 1000)}*\n${clipped(escaped(answer.advice), 1000)}`,
  );
  return { text: text.replaceAll("*", ""), blocks };
}
