import type { Incident } from "../domain/incident.ts";
import type { Job, MessageRef } from "../domain/job.ts";
import { applyChange, type IncidentRecord } from "./incident-record.ts";
import type { Clock, Conversation, Store } from "./ports.ts";

type Deps = { readonly store: Store; readonly conversation: Conversation; readonly clock: Clock };

/** Lines wait for so long, so that the echoes of the other Sentinels become "seen by 3/3". Milliseconds. */
const echoWaitMs = 1000;
/** A thread that its opener has not posted within this time is opened by another replica. */
const openerMs = 10_000;

/**
 * Brings the thread to what is known: opens it, posts the lines that are due, edits the parent. Resolves with the
 * milliseconds after which there is more to show by itself. Throws Slack's faults.
 */
export async function showIncident(
  deps: Deps,
  record: IncidentRecord,
  face: { shown: string | undefined },
): Promise<number | undefined> {
  const { known } = record;
  if (known === undefined) return undefined;
  if (known.thread === undefined) {
    if (!(await isToOpen(deps, record, known))) return openerMs;
    const thread = await deps.conversation.openThread({ incident: known, jobs: await jobsOf(deps, known) });
    face.shown = faceOf(known);
    applyChange(record, (now) => (now.thread === undefined ? { ...now, thread } : now));
    return undefined;
  }
  const waitMs = await postLines(deps, record, known.thread);
  const newest = record.known ?? known;
  if (face.shown === faceOf(newest)) return waitMs;
  await deps.conversation.editThread(known.thread, { incident: newest, jobs: await jobsOf(deps, newest) });
  face.shown = faceOf(newest);
  return waitMs;
}

/** What the parent message can show of an incident: not how much of it is stored or posted. */
export function faceOf({ thread: _, version: __, timeline, ...rest }: Incident): string {
  return JSON.stringify([rest, timeline.map(({ posted: ___, ...line }) => line)]);
}

async function isToOpen({ store, clock }: Deps, { isOpener }: IncidentRecord, incident: Incident): Promise<boolean> {
  if (isOpener) return true;
  if (clock.now() - incident.openedAtMs < openerMs) return false;
  return store.claim(`thread:${incident.id}`, openerMs);
}

async function postLines(deps: Deps, record: IncidentRecord, thread: MessageRef): Promise<number | undefined> {
  const { timeline = [], state } = record.known ?? {};
  const waiting = timeline.filter(({ posted }) => !posted);
  const [oldest] = waiting;
  if (oldest === undefined) return undefined;
  const ageMs = deps.clock.now() - oldest.atMs;
  if (ageMs < echoWaitMs && state !== "ended") return echoWaitMs - ageMs;
  await deps.conversation.reply(thread, waiting.map(lineText));
  const posted = new Set(waiting.map(idOf));
  applyChange(record, (now) => ({
    ...now,
    timeline: now.timeline.map((line) => (posted.has(idOf(line)) ? { ...line, posted: true } : line)),
  }));
  return undefined;
}

function idOf({ atMs, key }: Incident["timeline"][number]): string {
  return `${atMs} ${key}`;
}

async function jobsOf({ store }: Deps, { jobIds }: Incident): Promise<readonly Job[]> {
  const jobs = await Promise.all(jobIds.map((id) => store.readJob(id).catch(() => undefined)));
  return jobs.filter((job) => job !== undefined);
}

function lineText({ text, seenBy, atMs }: Incident["timeline"][number]): string {
  const time = new Date(atMs).toISOString().slice(11, 19);
  return `${time} UTC ${text}${seenBy.length === 0 ? "" : ` (seen by ${seenBy.join(", ")})`}`;
}
