import { Fault } from "../domain/fault.ts";
import { groupId } from "../domain/group.ts";
import type { Incident } from "../domain/incident.ts";
import type { Store } from "./ports.ts";

/** What an incident becomes; the same incident where nothing changes. Pure, for it may be applied again. */
export type Change = (incident: Incident) => Incident;

/** One group's incident in this process: what is known, and how much of it the store has. */
export type IncidentRecord = {
  /** Everything known, unstored changes included; undefined while nothing is open. */
  known: Incident | undefined;
  /** The state of `known` that was stored last, and its version there. */
  saved: { readonly state: Incident; readonly version: number } | undefined;
  /** What was changed since. */
  unsaved: readonly Change[];
  /** This process began the incident: it opens the thread. */
  isOpener: boolean;
};

export function emptyRecord(): IncidentRecord {
  return { known: undefined, saved: undefined, unsaved: [], isOpener: false };
}

/** Changes what is known. False where nothing is open, or nothing changes. */
export function applyChange(record: IncidentRecord, change: Change): boolean {
  if (record.known === undefined) return false;
  const next = change(record.known);
  if (next === record.known) return false;
  record.known = next;
  record.unsaved = [...record.unsaved, change];
  return true;
}

/** Begins an incident, or goes on with one that the store has. */
export function beginRecord(record: IncidentRecord, incident: Incident, version: number | undefined): void {
  Object.assign(record, emptyRecord(), {
    known: incident,
    saved: version === undefined ? undefined : { state: incident, version },
  });
}

/**
 * Stores what is known under the next version. `away`: the store does not answer, and what is known stays here until it
 * does. Where another writer was first, its record is taken, and our changes are applied to it.
 */
export async function saveRecord(store: Store, record: IncidentRecord): Promise<"saved" | "away"> {
  while (record.known !== undefined && record.saved?.state !== record.known) {
    const state: Incident = record.known;
    const version = (record.saved?.version ?? 0) + 1;
    const count = record.unsaved.length;
    const outcome = await whenReachable(() => store.saveIncident({ ...state, version }));
    // Alerts do not depend on the store: whoever has the fact posts it.
    if (version === 1 && outcome !== false) record.isOpener = true;
    if (outcome === "away") return "away";
    if (outcome) {
      record.saved = { state, version };
      record.unsaved = record.unsaved.slice(count);
    } else if ((await adopt(store, record, groupId(state.group))) === "away") return "away";
  }
  return "saved";
}

async function adopt(store: Store, record: IncidentRecord, group: string): Promise<"adopted" | "away"> {
  const other = await whenReachable(() => store.openIncident(group));
  if (other === "away") return "away";
  if (other === undefined) Object.assign(record, emptyRecord());
  else {
    record.known = record.unsaved.reduce((incident, change) => change(incident), other);
    record.saved = { state: other, version: other.version };
  }
  return "adopted";
}

async function whenReachable<T>(ask: () => Promise<T>): Promise<T | "away"> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Fault) return "away";
    throw error;
  }
}
