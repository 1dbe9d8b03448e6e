import type { AuditEntry } from "../../src/domain/audit-entry.ts";
import type { Diagnosis } from "../../src/domain/diagnosis.ts";
import type { Finding } from "../../src/domain/findings/finding.ts";
import type { Incident } from "../../src/domain/incident.ts";
import type { Job } from "../../src/domain/job.ts";
import type { Plan } from "../../src/domain/plans/plan.ts";
import type { Member } from "../../src/domain/plans/step.ts";
import type { MemberKind, Pod, RedisNode, SentinelNode, Topology } from "../../src/domain/topology.ts";

/** Three at night. */
export const nowMs = Date.UTC(2026, 10, 23, 3, 2, 11);
export const group = { namespace: "strathberry-staging", masterName: "mymaster" } as const;
export const olga = { id: "U1", name: "olga" } as const;

export function pod(name: string, kind: MemberKind, ip: string): Pod {
  const port = kind === "redis" ? 6379 : 26379;
  const state = { phase: "Running", ready: true, restarts: 0, deleting: false } as const;
  return { name, uid: `uid-${name}`, kind, ip, port, container: kind, labels: {}, ...state };
}

export function redisNode(name: string, ip: string, masterIp?: string): RedisNode {
  const following =
    masterIp === undefined
      ? {}
      : { following: { host: masterIp, port: 6379, link: "up", syncing: false, lastIoSeconds: 0 } as const };
  return {
    pod: pod(name, "redis", ip),
    view: {
      kind: "answered",
      role: masterIp === undefined ? "master" : "replica",
      runId: name,
      replid: "a".repeat(40),
      replid2: "0".repeat(40),
      secondReplOffset: -1,
      offset: 4211,
      keys: 12,
      usedMemoryBytes: 1_000_000,
      uptimeSeconds: 60,
      priority: 100,
      clients: 3,
      version: "7.0.15",
      replicas: [],
      minReplicasToWrite: 0,
      latencyMs: 1,
      ...following,
    },
  };
}

export function sentinelNode(name: string, ip: string, masterIp: string): SentinelNode {
  const monitors = {
    host: masterIp,
    port: 6379,
    flags: ["master"],
    roleReported: "master",
    configEpoch: 1,
    quorum: 2,
    downAfterMs: 5000,
    failoverTimeoutMs: 60_000,
    parallelSyncs: 1,
    replicas: [],
    sentinels: [],
    ckquorum: { ok: true, text: "OK" },
  } as const;
  const view = { kind: "answered", id: name, tilt: false, monitors, masterNames: ["mymaster"], latencyMs: 1 } as const;
  return { pod: pod(name, "sentinel", ip), view };
}

export function topologyOf(count = 3): Topology {
  const index = Array.from({ length: count }, (_, i) => i);
  return {
    group,
    readAtMs: nowMs,
    redises: index.map((i) => redisNode(`redis-${i}`, `10.0.0.${i + 1}`, i === 0 ? undefined : "10.0.0.1")),
    sentinels: index.map((i) => sentinelNode(`redis-sentinel-${i}`, `10.0.1.${i + 1}`, "10.0.0.1")),
    wanted: { redis: count, sentinel: count },
  };
}

export function finding(change: Partial<Finding> = {}): Finding {
  return {
    code: "F2",
    title: "Every Sentinel names an address that is gone",
    severity: "page",
    pods: ["redis-sentinel-0"],
    meaning: "All Redis pods were recreated at once; no Sentinel can find them by itself.",
    proof: ["redis-sentinel-0 names 10.0.0.1:6379; no pod has this address"],
    remedy: { kind: "recover" },
    showAfterMs: 0,
    ...change,
  };
}

export const healthy: Diagnosis = {
  verdict: "healthy",
  master: "redis-0",
  findings: [],
  budget: { sentinels: 1, redises: 2 },
  settling: [],
  notes: [],
};
export const lost: Diagnosis = {
  verdict: "down",
  findings: [finding()],
  budget: { sentinels: 1, redises: 0 },
  settling: [],
  notes: [],
};

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
