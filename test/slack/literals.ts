import type { Diagnosis } from "../../src/domain/diagnosis.ts";
import type { Finding } from "../../src/domain/findings/finding.ts";
import type { MemberKind, Pod, RedisNode, SentinelNode, Topology } from "../../src/domain/topology.ts";

/** Three at night. */
export const nowMs = Date.UTC(2026, 10, 23, 3, 2, 11);
export const group = { namespace: "strathberry-staging", masterName: "mymaster" } as const;
export const olga = { id: "U1", name: "olga" } as const;

function pod(name: string, kind: MemberKind, ip: string): Pod {
  const port = kind === "redis" ? 6379 : 26379;
  const state = { phase: "Running", ready: true, restarts: 0, deleting: false } as const;
  return { name, uid: `uid-${name}`, kind, ip, port, container: kind, labels: {}, ...state };
}

function redisNode(name: string, ip: string, masterIp?: string): RedisNode {
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

function sentinelNode(name: string, ip: string, masterIp: string): SentinelNode {
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
