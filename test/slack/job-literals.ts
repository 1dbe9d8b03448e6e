import type { AuditEntry } from "../../src/domain/audit-entry.ts";
import type { Incident } from "../../src/domain/incident.ts";
import type { Job } from "../../src/domain/job.ts";
import type { Plan } from "../../src/domain/plans/plan.ts";
import type { Member } from "../../src/domain/plans/step.ts";

import { group, nowMs, olga } from "./literals.ts";

export function member(name: string, host: string, port = 6379): Member {
  return { pod: name, uid: `uid-${name}`, container: port === 26379 ? "sentinel" : "redis", address: { host, port } };
}

const master = member("redis-1", "10.0.0.12");
const redises = [member("redis-0", "10.0.0.11"), member("redis-2", "10.0.0.13")];
const sentinels = [member("redis-sentinel-0", "10.0.1.11", 26379), member("redis-sentinel-1", "10.0.1.12", 26379)];
const settings = {
  masterName: "mymaster",
  quorum: 2,
  downAfterMs: 5000,
  failoverTimeoutMs: 60_000,
  parallelSyncs: 1,
} as const;

/** One step of each kind, as a plan would hold them. */
export const stepsOfEachKind: Plan["steps"] = [
  { kind: "promote", redis: master },
  { kind: "follow", redises, master },
  {
    kind: "force-failover",
    sentinel: member("redis-sentinel-0", "10.0.1.11", 26379),
    masterName: "mymaster",
    expected: master,
  },
  { kind: "forget-master", sentinels, masterName: "mymaster" },
  { kind: "monitor", sentinels, master, settings },
  { kind: "start-sentinel", sentinels, master, settings },
  { kind: "label-master", master, others: redises, label: "redis-role" },
  {
    kind: "switch-over",
    from: member("redis-0", "10.0.0.11"),
    to: master,
    followers: [member("redis-2", "10.0.0.13")],
    sentinels,
    settings,
    pauseMs: 2000,
  },
  { kind: "verify", master, redises, sentinels, masterName: "mymaster" },
  { kind: "hold", forMs: 15_000 },
];

export function plan(change: Partial<Plan> = {}): Plan {
  return {
    group,
    findings: ["F2"],
    master: "redis-1",
    because: ["it has the highest offset (4211) of one lineage"],
    candidates: [
      { pod: "redis-1", facts: "12 keys, offset 4211", loses: "nothing" },
      { pod: "redis-0", facts: "no keys, offset 0", loses: "12 keys", excludedBecause: "it is empty" },
    ],
    losses: ["Nothing: every write that was seen is in redis-1."],
    notices: [],
    steps: stepsOfEachKind.filter(({ kind }) => ["promote", "follow", "start-sentinel", "verify"].includes(kind)),
    fingerprint: "f1",
    ...change,
  };
}

export function job(change: Partial<Job> = {}): Job {
  const asked = change.plan ?? plan();
  return {
    id: "k2m4n5p6",
    kind: "recover",
    plan: asked,
    requestedBy: { kind: "user", ...olga },
    requestedAtMs: nowMs,
    needsSecondPerson: false,
    expiresAtMs: nowMs + 600_000,
    state: "awaiting-approval",
    progress: asked.steps.map(() => ({ state: "waiting" })),
    before: ["redis-0 10.0.0.11: master, 0 keys, offset 0"],
    version: 1,
    ...change,
  };
}

export function incident(change: Partial<Incident> = {}): Incident {
  const state = { state: "open", timeline: [], jobIds: [], version: 1 } as const;
  return { id: "inc00001", group, openedAtMs: nowMs, ...state, ...change };
}

export function auditEntry(seq: number, detail = "REPLICAOF NO ONE -> OK"): AuditEntry {
  const fact = {
    atMs: nowMs,
    actor: { kind: "user", ...olga },
    group: "strathberry-staging",
    jobId: "k2m4n5p6",
  } as const;
  return { seq, previous: "0".repeat(64), hash: "1".repeat(64), fact: { ...fact, what: "redis-command", detail } };
}
