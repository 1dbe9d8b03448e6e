import { Fault } from "../domain/fault.ts";
import type { Incident } from "../domain/incident.ts";
import { applyChange, beginRecord, type Change, emptyRecord, saveRecord } from "./incident-record.ts";
import { faceOf, showIncident } from "./incident-thread.ts";
import type { Clock, Conversation, Log, Store } from "./ports.ts";

export type IncidentCase = {
  /** What is known now; undefined while nothing is open. */
  readonly current: () => Incident | undefined;
  /** Begins an incident. False where one is open. */
  readonly open: (incident: Incident) => boolean;
  readonly change: (change: Change) => void;
  /** Takes up what the store has, after a restart. Faults: `store-unreachable`. */
  readonly restore: (group: string) => Promise<void>;
  /** Resolves when what is known so far was stored and shown, as far as that can be done now. */
  readonly settled: () => Promise<void>;
};

export type CaseDeps = {
  readonly store: Store;
  readonly conversation: Conversation;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the waiting when the bot stops. */
  readonly signal: AbortSignal;
};

const retryMs = 2000;

/**
 * One group's incident, stored and shown. Facts change what is known at once; a single runner stores and shows the
 * newest state, so that a storm of facts becomes a few writes and edits. With the store away the thread is opened and
 * edited all the same, and the record is written when it is back.
 */
export function createIncidentCase(deps: CaseDeps): IncidentCase {
  const record = emptyRecord();
  const face: { shown: string | undefined } = { shown: undefined };
  let running: Promise<void> = Promise.resolve();
  let isQueued = false;

  function kick(): void {
    if (isQueued) return;
    isQueued = true;
    running = running.then(turn).catch((error: unknown) => deps.log.error({ err: error }, "incident turn failed"));
  }
  function kickAfter(ms: number): void {
    deps.clock.sleep(ms, deps.signal).then(kick, () => undefined);
  }
  async function turn(): Promise<void> {
    isQueued = false;
    if ((await saveRecord(deps.store, record)) === "away") kickAfter(retryMs);
    const before = record.known;
    const waitMs = await tryToShow();
    if (waitMs !== undefined) kickAfter(waitMs);
    if (record.known !== before) return kick();
    const isOver = record.known?.state === "ended" && record.saved?.state === record.known;
    if (isOver && waitMs === undefined) Object.assign(record, emptyRecord());
  }
  async function tryToShow(): Promise<number | undefined> {
    try {
      return await showIncident(deps, record, face);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      deps.log.warn({ err: error, incidentId: record.known?.id }, "incident not shown");
      return retryMs;
    }
  }
  function begin(incident: Incident, version?: number): void {
    beginRecord(record, incident, version);
    face.shown = version === undefined ? undefined : faceOf(incident);
  }

  return {
    current: () => record.known,
    open: (incident) => {
      if (record.known !== undefined && record.known.state !== "ended") return false;
      begin(incident);
      kick();
      return true;
    },
    change: (change) => {
      if (applyChange(record, change)) kick();
    },
    restore: async (group) => {
      const open = await deps.store.openIncident(group);
      if (open !== undefined && record.known === undefined) begin(open, open.version);
      kick();
    },
    settled: async () => {
      for (let seen: Promise<void> | undefined; seen !== running; ) {
        seen = running;
        await seen;
      }
    },
  };
}
