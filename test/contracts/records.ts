import type { Incident } from "../../src/domain/incident.ts";
import type { Job } from "../../src/domain/job.ts";

const group = { namespace: "shop", masterName: "mymaster" };

/** A job as it is when it was just requested. */
export function aJob(change: Partial<Job> = {}): Job {
  const plan: Job["plan"] = {
    group,
    findings: ["F1"],
    master: "redis-1",
    because: ["redis-1 has the highest offset (42)"],
    candidates: [],
    losses: [],
    notices: [],
    steps: [{ kind: "hold", forMs: 10_000 }],
    fingerprint: "redis-1@42",
  };
  return {
    id: "j0000001",
    kind: "recover",
    plan,
    requestedBy: { kind: "user", id: "U1", name: "operator" },
    requestedAtMs: 1_000,
    needsSecondPerson: true,
    expiresAtMs: 2_000,
    state: "awaiting-approval",
    progress: [{ state: "waiting" }],
    before: [],
    version: 1,
    ...change,
  };
}

/** An incident as it is when it was just opened. */
export function anIncident(change: Partial<Incident> = {}): Incident {
  const timeline = [
    { key: "+odown", atMs: 1_000, text: "master is down", seenBy: ["redis-sentinel-0"], posted: false },
  ];
  return { id: "i0000001", group, openedAtMs: 1_000, state: "open", timeline, jobIds: [], version: 1, ...change };
}
