import { diagnose } from "../domain/findings/diagnose.ts";
import { type FindingsSince, lastingFindings } from "../domain/findings/lasting.ts";
import { type GroupRef, groupId } from "../domain/group.ts";
import type { Topology } from "../domain/topology.ts";
import type { Announcer } from "./announce-fact.ts";
import type { Clock, Log, Reading, ReadTopology } from "./ports.ts";

export type Patrol = {
  /** Reads every group now and then on, each by its own timer, until `stop`. */
  readonly start: () => void;
  /** Something happened there: read the group at once. Several at once are one reading. */
  readonly look: (namespace: string) => void;
  /** The groups that the last reading found in trouble. */
  readonly unhealthy: () => readonly GroupRef[];
  readonly stop: () => Promise<void>;
};

type Deps = {
  readonly watched: readonly GroupRef[];
  readonly read: ReadTopology;
  readonly announcer: Announcer;
  readonly onReading: (reading: Reading) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly intervalMs: number;
};

/** While an incident is open. Milliseconds. */
const fastMs = 1000;
/** Between two readings of one group, however many ask: a failover publishes dozens of events within a second. */
const shortestMs = 150;

/** Reads each group on a timer: Pub/Sub has no replay, and nobody publishes that all Sentinels are gone. */
export function createPatrol(deps: Deps): Patrol {
  const ending = new AbortController();
  const beats = deps.watched.map((group, i) => createBeat(deps, group, i, ending.signal));
  let running: Promise<unknown> = Promise.resolve();
  return {
    start: () => {
      running = Promise.all(beats.map((beat) => beat.run()));
    },
    look: (namespace) => {
      for (const beat of beats) if (beat.group.namespace === namespace) beat.look();
    },
    unhealthy: () => beats.filter((beat) => beat.isUnhealthy()).map(({ group }) => group),
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}

function createBeat(deps: Deps, group: GroupRef, place: number, signal: AbortSignal) {
  const { clock, intervalMs } = deps;
  let since: FindingsSince = new Map();
  let last: Reading | undefined;
  let wake: () => void = () => undefined;
  let isAwaited = false;

  async function readOnce(): Promise<void> {
    const topology = await deps.read(group, signal);
    last = { topology, diagnosis: diagnose(topology) };
    const lasting = lastingFindings(since, last.diagnosis, clock.now());
    since = lasting.since;
    deps.announcer.onReading(topology.group, last.diagnosis, lasting.due.length > 0);
    await deps.onReading(last);
  }
  /** The time until the next reading: soon while somebody watches a repair, or while a finding ripens. */
  function pauseMs(): number {
    const isHot = last !== undefined && deps.announcer.incidentOf(groupId(last.topology.group)) !== undefined;
    return isHot || since.size > 0 ? Math.min(fastMs, intervalMs) : intervalMs;
  }
  async function pause(ms: number): Promise<void> {
    if (isAwaited) return;
    const early = new AbortController();
    wake = () => early.abort();
    await clock.sleep(ms, AbortSignal.any([signal, early.signal])).catch(() => undefined);
    wake = () => undefined;
  }
  async function run(): Promise<void> {
    // Not all in the same moment.
    await pause(Math.min(intervalMs, place * 20));
    while (!signal.aborted) {
      isAwaited = false;
      await readOnce().catch((error: unknown) => tellOf(deps.log, group, error, signal));
      await clock.sleep(Math.min(shortestMs, intervalMs), signal).catch(() => undefined);
      await pause(pauseMs());
    }
  }
  return {
    group,
    run,
    look: () => {
      isAwaited = true;
      wake();
    },
    isUnhealthy: () => last !== undefined && last.diagnosis.verdict !== "healthy",
  };
}

function tellOf(log: Log, group: GroupRef, error: unknown, signal: AbortSignal): void {
  if (signal.aborted) return;
  log.warn({ err: error, group: groupId(group) }, "group not read");
}

/** The Sentinels to be listened to: those that have an address and are not about to go. */
export function sentinelsOf({ sentinels }: Topology) {
  return sentinels.flatMap(({ pod: { name, ip, port, deleting } }) =>
    ip === undefined || deleting ? [] : [{ pod: name, address: { host: ip, port } }],
  );
}
