import type { KnownBlock } from "@slack/types";
import { groupId } from "../../domain/group.ts";
import type { Incident } from "../../domain/incident.ts";
import type { Job } from "../../domain/job.ts";
import type { IncidentView } from "../../flows/ports.ts";
import { actionIds } from "./action-ids.ts";
import { budgetText, findingBlocks, hasRecovery } from "./diagnosis.ts";
import { actions, button, context, escaped, header, type Message, section, time } from "./elements.ts";
import { jobWords } from "./states.ts";

/** An incident's parent message: always the present state. */
export function incidentMessage({ incident, jobs }: IncidentView): Message {
  const id = groupId(incident.group);
  const state = stateText(incident);
  return {
    text: `${id}: ${state.word}. ${state.sentence.replace(/[*_]/g, "")}`,
    blocks: [
      header(`${state.emoji} ${id}: ${state.word}`),
      section(state.sentence),
      ...(incident.diagnosis === undefined || incident.state === "ended" ? [] : findingBlocks(incident.diagnosis)),
      ...jobs.map(jobLine),
      context(historyText(incident)),
      ...incidentButtons(incident, id),
    ],
  };
}

function stateText(incident: Incident): { readonly emoji: string; readonly word: string; readonly sentence: string } {
  const { diagnosis, state } = incident;
  if (diagnosis === undefined) return justOpened(incident);
  const master = diagnosis.master === undefined ? "*No master* takes writes." : `*${diagnosis.master}* is master.`;
  const budget = budgetText(diagnosis);
  if (state === "ended") {
    return {
      emoji: ":large_green_circle:",
      word: "healthy, verified",
      sentence: `${master} ${budget} ${durationText(incident)}`,
    };
  }
  if (diagnosis.verdict === "healthy") {
    const sentence = `${master} All three views agree. ${budget} Watching that it stays so.`;
    return { emoji: ":hourglass_flowing_sand:", word: "healthy, verifying", sentence };
  }
  return diagnosis.verdict === "down"
    ? { emoji: ":red_circle:", word: "down", sentence: `${master} ${budget}` }
    : { emoji: ":large_yellow_circle:", word: "degraded", sentence: `${master} ${budget}` };
}

function justOpened({ timeline }: Incident) {
  const said = timeline.map(({ text }) => escaped(text)).slice(-3);
  const sentence = `A Sentinel says: ${said.join("; ")}. The group is being read now.`;
  return { emoji: ":rotating_light:", word: "trouble reported", sentence };
}

function durationText({ openedAtMs, healthySinceMs }: Incident): string {
  return healthySinceMs === undefined
    ? ""
    : `The trouble lasted ${Math.round((healthySinceMs - openedAtMs) / 1000)} s.`;
}

function jobLine(job: Job): KnownBlock {
  return section(
    `Job \`${job.id}\` (recover): ${jobWords[job.state]}${job.result === undefined ? "" : `. ${escaped(job.result)}`}`,
  );
}

function historyText(incident: Incident): string {
  const { id, openedAtMs, endedAtMs, timeline } = incident;
  const ended = endedAtMs === undefined ? "" : `, ended ${time(endedAtMs)}`;
  const acknowledged =
    incident.acknowledgedBy === undefined || incident.acknowledgedAtMs === undefined
      ? ""
      : `, acknowledged by @${escaped(incident.acknowledgedBy)} ${time(incident.acknowledgedAtMs)}`;
  return `incident \`${id}\`, since ${time(openedAtMs)}${ended}${acknowledged}, ${timeline.length} entries in the thread`;
}

function incidentButtons(incident: Incident, id: string): KnownBlock[] {
  const { diagnosis, state, acknowledgedBy } = incident;
  const canRecover = state !== "ended" && diagnosis !== undefined && hasRecovery(diagnosis);
  return actions([
    canRecover ? button({ text: "Recover…", action: actionIds.recover, value: id, style: "primary" }) : undefined,
    button({ text: "Status", action: actionIds.status, value: id }),
    acknowledgedBy === undefined && state !== "ended"
      ? button({ text: "Acknowledge", action: actionIds.acknowledge, value: incident.id })
      : undefined,
  ]);
}
