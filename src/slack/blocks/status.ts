import type { KnownBlock } from "@slack/types";
import { groupId } from "../../domain/group.ts";
import type { Degraded, FleetStatus, GroupStatus } from "../../flows/flows.ts";
import { actionIds } from "./action-ids.ts";
import { budgetText, findingBlocks, hasRecovery } from "./diagnosis.ts";
import { actions, bulletSections, bullets, button, context, dayAndTime, header, section, time } from "./elements.ts";
import { type Message, message } from "./message.ts";
import { verdictWords } from "./states.ts";
import { clipped, clippedMiddle, escaped } from "./text.ts";
import { topologyBlocks } from "./topology.ts";

/** One group as it is now. `shared`: for all to see, without the buttons that are for the asker. */
export function statusMessage(status: GroupStatus, shared?: { readonly by: string }): Message {
  const { topology, diagnosis } = status;
  const { master, verdict, notes } = diagnosis;
  const id = groupId(topology.group);
  const masterText = master === undefined ? "*No agreed master.*" : `*${escaped(master)}* is master.`;
  return message({
    text: `${id} is ${verdict}, ${masterWords(master)}`,
    head: [
      header(`${clippedMiddle(id, 100)}: ${verdictWords[verdict]}`),
      section(`${masterText} ${budgetText(diagnosis)}`),
    ],
    body: [
      ...findingBlocks(diagnosis),
      ...topologyBlocks(topology),
      ...(notes.length === 0 ? [] : [context(bullets(notes.map(escaped), 1800))]),
    ],
    tail: [
      ...degradedBlocks(status.degraded),
      context(
        `read ${time(topology.readAtMs)}${incidentText(status)}${shared === undefined ? "" : `, shared by <@${shared.by}>`}`,
      ),
      ...(shared === undefined ? ownButtons(status, id) : []),
    ],
  });
}

function masterWords(master: string | undefined): string {
  return master === undefined ? "no agreed master" : `master ${master}`;
}

function incidentText({ incident }: GroupStatus): string {
  return incident === undefined ? "" : `, incident \`${incident.id}\` since ${dayAndTime(incident.openedAtMs)}`;
}

function ownButtons({ diagnosis }: GroupStatus, id: string): KnownBlock[] {
  const about = clippedMiddle(id, 50);
  return actions([
    hasRecovery(diagnosis)
      ? button({ text: "Recover…", action: actionIds.recover, value: id, label: `Recover ${about}`, style: "primary" })
      : undefined,
    button({ text: "Refresh", action: actionIds.refresh, value: id, label: `Refresh ${about}` }),
    button({ text: "Share in channel", action: actionIds.share, value: id, label: `Share in channel: ${about}` }),
  ]);
}

/** All watched groups, one line each. */
export function fleetMessage({ groups, degraded }: FleetStatus): Message {
  const count = `${groups.length} Redis HA ${groups.length === 1 ? "group" : "groups"}`;
  const words = groups.map(
    (row) => `${groupId(row.group)} ${row.kind === "unread" ? "unknown" : row.diagnosis.verdict}`,
  );
  return message({
    text: words.length === 0 ? "No group is watched." : `${count}: ${words.join("; ")}`,
    head: [header(count)],
    body:
      groups.length === 0
        ? [section("No group is watched: set `WATCH_GROUPS`.")]
        : bulletSections(groups.map(fleetLine)),
    tail: degradedBlocks(degraded),
  });
}

function fleetLine(row: FleetStatus["groups"][number]): string {
  const name = `*${escaped(groupId(row.group))}*`;
  if (row.kind === "unread") return `:question: unknown: ${name}: ${clipped(escaped(row.reason), 300)}`;
  const { findings, master, verdict } = row.diagnosis;
  const codes = findings.map(({ code }) => `, ${code}`).join("");
  return `${verdictWords[verdict]}: ${name}, ${escaped(masterWords(master))}${codes}`;
}

/** What of the bot itself does not work, and what that means. */
function degradedBlocks(degraded: readonly Degraded[]): KnownBlock[] {
  return degraded.map(({ part, text }) =>
    section(`:warning: *The bot is degraded (${part}).* ${clipped(escaped(text), 600)}`),
  );
}
