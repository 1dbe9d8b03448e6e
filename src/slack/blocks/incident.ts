import type { KnownBlock } from "@slack/types";
import { groupId } from "../../domain/group.ts";
import type { Incident } from "../../domain/incident.ts";
import type { Job } from "../../domain/job.ts";
import type { IncidentView } from "../../flows/ports.ts";
import { actionIds } from "./action-ids.ts";
import { budgetText, findingBlocks, hasRecovery } from "./diagnosis.ts";
import { actions, button, context, dayAndTime, header, section } from "./elements.ts";
import { type Message, message } from "./message.ts";
import { jobWords } from "./states.ts";
import { clipped, clippedMiddle, escaped } from "./text.ts";

const mostJobs = 5;

/** An incident's parent message: always the present state. */
export function incidentMessage({ incident, jobs }: IncidentView): Message {
  const id = groupId(incident.group);
  const { emoji, word, plainText, markdown } = stateText(incident);
  const { diagnosis, state } = incident;
  return message({
    text: `${id}: ${word}. ${plainText}`,
    head: [header(`${emoji} ${clippedMiddle(id, 100)}: ${word}`), section(markdown)],
    body: diagnosis === undefined || state === "ended" ? [] : findingBlocks(diagnosis),
    tail: [...jobBlocks(jobs, id), context(historyText(incident)), ...incidentButtons(incident, id)],
  });
}

type StateText = {
  readonly emoji: string;
  readonly word: string;
  readonly plainText: string;
  readonly markdown: string;
};

function stateText(incident: Incident): StateText {
  const { diagnosis, state } = incident;
  if (diagnosis === undefined) return justOpened(incident);
  const { master, verdict } = diagnosis;
  const say = (emoji: string, word: string, before: string, after: string): StateText => {
    const said = [before, budgetText(diagnosis), after].filter((part) => part !== "").join(" ");
    return {
      emoji,
      word,
      plainText: `${master === undefined ? "No master takes writes." : `${master} is master.`} ${said.replaceAll("*", "")}`,
      markdown: `${master === undefined ? "*No master* takes writes." : `*${escaped(master)}* is master.`} ${said}`,
    };
  };
  if (state === "ended") return say(":large_green_circle:", "healthy, verified", "", durationText(incident));
  if (verdict === "healthy") {
    return say(
      ":hourglass_flowing_sand:",
      "healthy, verifying",
      "All three views agree.",
      "Watching that it stays so.",
    );
  }
  return verdict === "down" ? say(":red_circle:", "down", "", "") : say(":large_yellow_circle:", "degraded", "", "");
}

function justOpened({ timeline }: Incident): StateText {
  const said = timeline.map(({ text }) => clipped(text, 300)).slice(-3);
  const plainText = `${said.length === 0 ? "" : `Seen: ${said.join("; ")}. `}The group is being read now.`;
  return { emoji: ":rotating_light:", word: "trouble reported", plainText, markdown: escaped(plainText) };
}

function durationText({ openedAtMs, healthySinceMs }: Incident): string {
  return healthySinceMs === undefined
    ? ""
    : `The trouble lasted ${Math.round((healthySinceMs - openedAtMs) / 1000)} s.`;
}

/** The newest jobs, each with a way to its steps and its buttons: its own message may be far down the thread. */
function jobBlocks(jobs: readonly Job[], id: string): KnownBlock[] {
  const earlier = jobs.length - mostJobs;
  return [
    ...(earlier <= 0 ? [] : [context(`and ${earlier} earlier jobs: \`/redis jobs ${id}\``)]),
    ...jobs.slice(-mostJobs).map(jobBlock),
  ];
}

function jobBlock(job: Job): KnownBlock {
  const result = job.result === undefined ? "" : `. ${clipped(escaped(job.result), 300)}`;
  return section(
    `Job \`${job.id}\` (${job.kind}): ${jobWords[job.state]}${result}`,
    button({ text: "Show job", action: actionIds.showJob, value: job.id, label: `Show job ${job.id}` }),
  );
}

function historyText(incident: Incident): string {
  const { id, openedAtMs, endedAtMs, timeline, acknowledgedBy, acknowledgedAtMs } = incident;
  const ended = endedAtMs === undefined ? "" : `, ended ${dayAndTime(endedAtMs)}`;
  const acknowledged =
    acknowledgedBy === undefined || acknowledgedAtMs === undefined
      ? ""
      : `, acknowledged by @${clipped(escaped(acknowledgedBy), 80)} ${dayAndTime(acknowledgedAtMs)}`;
  const lines = `${timeline.length} ${timeline.length === 1 ? "entry" : "entries"} in the thread`;
  return `incident \`${id}\`, since ${dayAndTime(openedAtMs)}${ended}${acknowledged}, ${lines}`;
}

function incidentButtons(incident: Incident, id: string): KnownBlock[] {
  const { diagnosis, state, acknowledgedBy } = incident;
  const isOpen = state !== "ended";
  const one = (text: string, action: string, value: string) =>
    button({ text, action, value, label: `${text.replace("…", "")} ${clippedMiddle(id, 55)}` });
  return actions([
    isOpen && diagnosis !== undefined && hasRecovery(diagnosis)
      ? { ...one("Recover…", actionIds.recover, id), style: "primary" }
      : undefined,
    one("Status", actionIds.status, id),
    acknowledgedBy === undefined && isOpen ? one("Acknowledge", actionIds.acknowledge, incident.id) : undefined,
  ]);
}
