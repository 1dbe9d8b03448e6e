import type {
  KnownReplica,
  MasterOpinion,
  NoAnswer,
  Pod,
  RedisAnswer,
  RedisNode,
  SentinelAnswer,
  SentinelNode,
  Topology,
} from "../../src/domain/topology.ts";

const zeros = "0".repeat(40);
const ips = (name: string) => `10.0.${name.startsWith("redis-sentinel") ? 2 : 1}.${Number(name.split("-").at(-1)) + 1}`;

function pod(name: string, kind: Pod["kind"]): Pod {
  return {
    name,
    uid: `uid-${name}`,
    kind,
    ip: ips(name),
    port: kind === "redis" ? 6379 : 26379,
    phase: "Running",
    ready: true,
    restarts: 0,
    deleting: false,
    container: kind,
    labels: {},
  };
}

/** A master, or a replica of the pod (or address) that it follows. */
export function redis(
  name: string,
  more: {
    readonly follows?: string;
    readonly link?: "up" | "down";
    readonly silent?: NoAnswer;
  } & Partial<RedisAnswer> = {},
): RedisNode {
  const { follows, link = "up", silent, ...view } = more;
  if (silent !== undefined) return { pod: pod(name, "redis"), view: silent };
  const host = follows?.startsWith("redis-") ? ips(follows) : follows;
  return {
    pod: pod(name, "redis"),
    view: {
      kind: "answered",
      role: follows === undefined ? "master" : "replica",
      runId: `run-${name}`,
      replid: "a".repeat(40),
      replid2: zeros,
      secondReplOffset: -1,
      offset: 100,
      keys: 10,
      usedMemoryBytes: 1_000_000,
      uptimeSeconds: 1000,
      priority: 100,
      clients: 3,
      version: "7.0.15",
      replicas: [],
      minReplicasToWrite: 0,
      latencyMs: 1,
      ...(host !== undefined && {
        following: {
          host,
          port: host.startsWith("10.") ? 6379 : 1,
          link,
          syncing: false,
          lastIoSeconds: 1,
          ...(link === "down" && { downSeconds: 60 }),
        },
      }),
      ...view,
    },
  };
}

/** A Sentinel that names the pod (or address) as master and knows the other pods; `names: undefined` runs idle. */
export function sentinel(
  name: string,
  more: {
    readonly names?: string;
    readonly silent?: NoAnswer;
    readonly flags?: readonly string[];
    readonly replicas?: readonly string[];
    readonly tilt?: boolean;
  } = {},
): SentinelNode {
  const { names = "redis-0", silent, flags = ["master"], tilt = false } = more;
  if (silent !== undefined) return { pod: pod(name, "sentinel"), view: silent };
  const all = ["redis-0", "redis-1", "redis-2"];
  const replicas = more.replicas ?? all.filter((other) => other !== names);
  const others = ["redis-sentinel-0", "redis-sentinel-1", "redis-sentinel-2"].filter((other) => other !== name);
  const monitors: MasterOpinion = {
    host: names.startsWith("redis-") ? ips(names) : names,
    port: 6379,
    flags,
    roleReported: "master",
    configEpoch: 1,
    quorum: 2,
    downAfterMs: 5000,
    failoverTimeoutMs: 10_000,
    parallelSyncs: 1,
    replicas: replicas.map((replica) => known(replica, names)),
    sentinels: others.map((other) => ({ host: ips(other), port: 26379, id: other, flags: ["sentinel"] })),
    ckquorum: { ok: true, text: "OK 3 usable Sentinels" },
  };
  const view: SentinelAnswer = { kind: "answered", id: name, tilt, monitors, masterNames: ["mymaster"], latencyMs: 1 };
  return { pod: pod(name, "sentinel"), view };
}

function known(name: string, master: string): KnownReplica {
  return {
    host: ips(name),
    port: 6379,
    flags: ["slave"],
    masterHost: master.startsWith("redis-") ? ips(master) : master,
    masterPort: 6379,
    linkUp: true,
    linkDownMs: 0,
    priority: 100,
    offset: 100,
    lastOkPingMs: 100,
  };
}

export const refused: NoAnswer = { kind: "refused" };
export const silent: NoAnswer = { kind: "silent", afterMs: 900 };

export function group(
  redises: readonly RedisNode[],
  sentinels: readonly SentinelNode[],
  more: Partial<Topology> = {},
): Topology {
  return {
    group: { namespace: "shop", masterName: "mymaster" },
    readAtMs: 1_700_000_000_000,
    redises,
    sentinels,
    wanted: { redis: 3, sentinel: 3 },
    ...more,
  };
}

/** One master, two replicas in sync, three Sentinels that agree. */
export const whole = group(
  [redis("redis-0"), redis("redis-1", { follows: "redis-0" }), redis("redis-2", { follows: "redis-0" })],
  [sentinel("redis-sentinel-0"), sentinel("redis-sentinel-1"), sentinel("redis-sentinel-2")],
);

const orphan = (name: string, more: Partial<RedisAnswer> = {}) =>
  redis(name, { follows: "127.0.0.2", link: "down", ...more });

/** What the runbook tells of: empty orphans, and Sentinels that never started. */
export const runbook = group(
  [orphan("redis-0", { keys: 0 }), orphan("redis-1", { keys: 0 }), orphan("redis-2", { keys: 0 })],
  ["redis-sentinel-0", "redis-sentinel-1", "redis-sentinel-2"].map((name) => sentinel(name, { silent: refused })),
);

const serviceOf = (ip: string) => ip.replace(/^10\.0\./, "10.96.");

/** The same group where every member announces the address of its own Service, as our manifests have it. */
export function announcing(topology: Topology): Topology {
  const known = new Set([...topology.redises, ...topology.sentinels].map(({ pod }) => pod.ip));
  const rename = (_: string, value: unknown) =>
    typeof value === "string" && known.has(value) ? serviceOf(value) : value;
  const withNames = <N extends { readonly pod: Pod; readonly view: unknown }>(node: N): N => ({
    ...node,
    pod: { ...node.pod, announces: serviceOf(node.pod.ip ?? "") },
    view: JSON.parse(JSON.stringify(node.view, rename)),
  });
  return { ...topology, redises: topology.redises.map(withNames), sentinels: topology.sentinels.map(withNames) };
}
