import type { Mistake } from "../../domain/command.ts";
import { groupId } from "../../domain/group.ts";
import type { NotAllowed, RecoveryAnswer, WhichGroup } from "../../flows/flows.ts";
import { actionIds } from "./action-ids.ts";
import { actions, button, context, escaped, type Message, section } from "./elements.ts";
import { groupSelect } from "./lists.ts";

export function mistakeMessage({ problem, nearest, usage }: Mistake): Message {
  const meant = nearest === undefined ? "" : ` Did you mean \`${escaped(nearest)}\`?`;
  const text = `${escaped(problem)}${meant}`;
  return { text, blocks: [section(text), context(`Usage: \`${escaped(usage)}\``)] };
}

export function notAllowedMessage({ reason }: NotAllowed): Message {
  const text = `:no_entry_sign: not allowed: ${escaped(reason)}`;
  return { text, blocks: [section(text)] };
}

/** No single group fits: what is near, and a select of all. */
export function whichGroupMessage({ problem, nearest, groups }: WhichGroup, verb: "status" | "recover"): Message {
  const meant = nearest === undefined ? "" : ` Did you mean \`${groupId(nearest)}\`?`;
  const text = problem === undefined ? "Which group?" : `${escaped(problem)}${meant}`;
  const [action, pick] =
    verb === "status" ? [actionIds.status, actionIds.pickStatus] : [actionIds.recover, actionIds.pickRecover];
  const one =
    nearest === undefined
      ? undefined
      : button({ text: groupId(nearest).slice(0, 75), action, value: groupId(nearest) });
  return {
    text,
    blocks: [
      section(text),
      ...actions([one]),
      ...groupSelect(groups, pick, "Pick a group"),
      context(`Usage: \`/redis ${verb} [group]\``),
    ],
  };
}

/** Why no plan was made, and what to do. */
export function noPlanMessage(answer: RecoveryAnswer & { readonly kind: "healthy" | "refused" }): Message {
  if (answer.kind === "healthy") {
    const text = `${groupId(answer.topology.group)} is healthy: nothing to recover.`;
    return { text, blocks: [section(`:large_green_circle: healthy: ${text}`)] };
  }
  const text = `No plan for ${groupId(answer.group)}: ${escaped(answer.reason)}`;
  return { text, blocks: [section(`*${text}*\n${escaped(answer.advice)}`)] };
}
