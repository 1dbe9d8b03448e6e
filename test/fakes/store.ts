import { Fault } from "../../src/domain/fault.ts";
import { type GroupRef, groupId } from "../../src/domain/group.ts";
import { Incident } from "../../src/domain/incident.ts";
import { Job } from "../../src/domain/job.ts";
import type { Clock, Lock, Store } from "../../src/flows/ports.ts";

export type FakeStore = Store & {
  /** From now on every call is a `store-unreachable` fault, until told otherwise. */
  readonly setReachable: (reachable: boolean) => void;
  /** Takes the group's lock from its holder, as a lease that ran out. */
  readonly loseLock: (group: string) => void;
};

type Held = { readonly token: number; readonly lost: AbortController };

/** The store in memory. Records go through JSON and the schemas, as in the real one. */
export function createFakeStore({ clock }: { readonly clock: Clock }): FakeStore {
  let reachable = true;
  let lastToken = 0;
  const jobs = new Map<string, string>();
  const incidents = new Map<string, string>();
  const locks = new Map<string, Held>();
  const claims = new Map<string, number>();
  const allJobs = () => [...jobs.values()].map((json) => Job.parse(JSON.parse(json)));
  const allIncidents = () => [...incidents.values()].map((json) => Incident.parse(JSON.parse(json)));
  const isOpen = (group: string) => (incident: Incident) =>
    incident.state !== "ended" && groupId(incident.group) === group;

  async function whenReachable(): Promise<void> {
    if (!reachable) throw new Fault("store-unreachable", "The bot's own Redis does not answer.");
  }
  function save(records: Map<string, string>, record: { readonly id: string; readonly version: number }): boolean {
    const stored = records.get(record.id);
    if ((stored === undefined ? 0 : Number(JSON.parse(stored).version)) !== record.version - 1) return false;
    records.set(record.id, JSON.stringify(record));
    return true;
  }
  function hold(group: string): Lock {
    const held = { token: ++lastToken, lost: new AbortController() };
    locks.set(group, held);
    const release = async () => {
      if (locks.get(group) === held) locks.delete(group);
    };
    return { token: held.token, lost: held.lost.signal, release };
  }

  return {
    setReachable: (now) => {
      reachable = now;
    },
    loseLock: (group) => {
      locks.get(group)?.lost.abort(new Error("the lock's lease was lost"));
      locks.delete(group);
    },
    saveJob: (job) => whenReachable().then(() => save(jobs, job)),
    readJob: (id) => whenReachable().then(() => allJobs().find((job) => job.id === id)),
    listJobs: async ({ group, limit }) => {
      await whenReachable();
      const found = allJobs().filter((job) => group === undefined || isOf(job.plan.group, group));
      return found.sort((a, b) => b.requestedAtMs - a.requestedAtMs).slice(0, limit);
    },
    saveIncident: async (incident) => {
      await whenReachable();
      const open = allIncidents().find(isOpen(groupId(incident.group)));
      if (incident.state !== "ended" && open !== undefined && open.id !== incident.id) return false;
      return save(incidents, incident);
    },
    readIncident: (id) => whenReachable().then(() => allIncidents().find((incident) => incident.id === id)),
    openIncident: (group) => whenReachable().then(() => allIncidents().find(isOpen(group))),
    lock: (group) => whenReachable().then(() => (locks.has(group) ? undefined : hold(group))),
    claim: async (key, forMs) => {
      await whenReachable();
      if ((claims.get(key) ?? 0) > clock.now()) return false;
      claims.set(key, clock.now() + forMs);
      return true;
    },
  };
}

// A namespace alone means whatever master names it has.
function isOf(group: GroupRef, filter: string): boolean {
  const { masterName: _, ...namespace } = group;
  return groupId(group) === filter || groupId(namespace) === filter;
}
