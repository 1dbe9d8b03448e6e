import type { KnownBlock } from "@slack/types";
import { groupId } from "../../domain/group.ts";
import type { Degraded, FleetStatus, GroupStatus } from "../../flows/flows.ts";
import { actionIds } from "./action-ids.ts";
import { budgetText, findingBlocks, hasRecovery } from "./diagnosis.ts";
import { actions, bullets, button, context, escaped, header, type Message, section, time } from "./elements.ts";
import { verdictWords } from "./states.ts";
import { topologyBlocks } from "./topology.ts";

/** One group as it is now. `shared`: for all to see, without the buttons that are for the asker. */
export function statusMessage(status: GroupStatus, shared?: { readonly by: string }): Message {
  const { topology, diagnosis } = status;
  const id = groupId(topology.group);
  const verdict = verdictWords[diagnosis.verdict];
  const master = diagnosis.master === undefined ? "no agreed master" : `master ${diagnosis.master}`;
  return {
    text: `${id} is ${diagnosis.verdict}, ${master}`,
    blocks: [
      header(`${id}: ${verdict}`),
      section(
        `${diagnosis.master === undefined ? "*No agreed master.*" : `*${diagnosis.master}* is master.`} ${budgetText(diagnosis)}`,
      ),
      ...findingBlocks(diagnosis),
      ...topologyBlocks(topology),
      ...(diagnosis.notes.length === 0 ? [] : [context(bullets(diagnosis.notes.map(escaped)))]),
      ...degradedBlocks(status.degraded),
      context(`read ${time(topology.readAtMs)}${shared === undefined ? "" : `, shared by <@${shared.by}>`}`),
      ...(shared === undefined ? ownButtons(status, id) : []),
    ],
  };
}

function ownButtons({ diagnosis }: GroupStatus, id: string): KnownBlock[] {
  return actions([
    hasRecovery(diagnosis)
      ? button({ text: "Recover…", action: actionIds.recover, value: id, style: "primary" })
      : undefined,
    button({ text: "Refresh", action: actionIds.refresh, value: id }),
    button({ text: "Share in channel", action: actionIds.share, value: id }),
  ]);
}

/** All watched groups, one line each. */
export function fleetMessage({ groups, degraded }: FleetStatus): Message {
  const lines = groups.map((row) => {
    if (row.kind === "unread") return `:grey_question: unknown: *${groupId(row.group)}*: ${escaped(row.reason)}`;
    const { diagnosis } = row;
    const codes = diagnosis.findings.map(({ code }) => code).join(", ");
    return `${verdictWords[diagnosis.verdict]}: *${groupId(row.group)}*, ${diagnosis.master === undefined ? "no agreed master" : `master ${diagnosis.master}`}${codes === "" ? "" : `, ${codes}`}`;
  });
  return {
    text: `${groups.length} groups: ${lines
      .map((line) => line.replace(/[*:]/g, ""))
      .join("; ")
      .slice(0, 2000)}`,
    blocks: [header(`${groups.length} Redis HA groups`), section(bullets(lines)), ...degradedBlocks(degraded)],
  };
}

/** What of the bot itself does not work, and what that means. */
export function degradedBlocks(degraded: readonly Degraded[]): KnownBlock[] {
  return degraded.map(({ part, text }) => section(`:warning: *The bot is degraded (${part}).* ${escaped(text)}`));
}
