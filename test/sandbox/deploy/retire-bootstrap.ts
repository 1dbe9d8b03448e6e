import { type Connections, readRole } from "./connections.ts";
import type { GroupSettings } from "./group-settings.ts";
import { type GroupPod, type GroupPods, type Kubernetes, redisAt, sentinelAt } from "./kubernetes.ts";
import { until } from "./until.ts";

const roleLabel = "redis-ha/role";

type Retirement = {
  readonly kubernetes: Kubernetes;
  readonly connections: Connections;
  readonly settings: GroupSettings;
  readonly bootstrap: GroupPod;
  readonly pods: GroupPods;
  readonly master: GroupPod;
};

/**
 * Hands the mastership of the bootstrap pod to `master` without losing a write, and deletes the pod. The order is that
 * of a planned switchover whose Sentinels must not be asked twice: they are told to forget the old master, all of them,
 * before the first is told of the new one (`redis.md`, fact 2), so no list keeps the bootstrap pod.
 */
export async function retireBootstrap(retirement: Retirement): Promise<void> {
  const { kubernetes, connections, settings, bootstrap, pods, master } = retirement;
  const { call } = connections;
  const everySentinel = [bootstrap, ...pods.sentinels];
  await Promise.all(everySentinel.map((pod) => forget(retirement, pod)));
  await call(redisAt(bootstrap), "CLIENT", "PAUSE", 10_000, "WRITE");
  await until("the replicas have every write", 5_000, () => lagBehind(retirement), 5);
  await call(redisAt(master), "REPLICAOF", "NO", "ONE");
  const others = pods.redises.filter(({ ip }) => ip !== master.ip);
  await Promise.all(others.map((pod) => call(redisAt(pod), "REPLICAOF", master.ip, 6379)));
  // Of nobody: as a replica of the new master it would be in the Sentinels' lists again.
  await call(redisAt(bootstrap), "REPLICAOF", bootstrap.ip, 1);
  await kubernetes.label(bootstrap.name, roleLabel, null);
  await kubernetes.label(master.name, roleLabel, "master");
  await kubernetes.deletePod(bootstrap.name);
  await until(`${others.length} replicas follow ${master.name}`, 15_000, () => unlinked(retirement, others));
  await Promise.all(pods.sentinels.map((pod) => monitor(call, pod, master, settings)));
}

// A Sentinel that has forgotten it already answers with an error, which is as good.
async function forget({ connections, settings }: Retirement, pod: GroupPod): Promise<void> {
  await connections.call(sentinelAt(pod), "SENTINEL", "REMOVE", settings.MASTER_NAME).catch((error: unknown) => {
    if (!(error instanceof Error && error.message.includes("No such master"))) throw error;
  });
}

async function lagBehind({ connections, bootstrap, pods }: Retirement): Promise<string | undefined> {
  const { offset } = await readRole(connections, redisAt(bootstrap));
  const roles = await Promise.all(pods.redises.map((pod) => readRole(connections, redisAt(pod))));
  return roles.every((role) => role.offset === offset) ? undefined : `somebody is behind offset ${offset}`;
}

async function unlinked({ connections, master }: Retirement, others: readonly GroupPod[]): Promise<string | undefined> {
  const roles = await Promise.all(others.map((pod) => readRole(connections, redisAt(pod))));
  const linked = roles.filter((role) => role.kind === "replica" && role.master === master.ip && role.connected);
  return linked.length === others.length ? undefined : `only ${linked.length} are linked`;
}

/** `MONITOR` forgets every option: each is set again, and in between this Sentinel looks for its peers more often. */
async function monitor(
  call: Connections["call"],
  pod: GroupPod,
  master: GroupPod,
  settings: GroupSettings,
): Promise<void> {
  const { MASTER_NAME: name, QUORUM, DOWN_AFTER_MS, FAILOVER_TIMEOUT_MS, PARALLEL_SYNCS, password } = settings;
  await call(sentinelAt(pod), "SENTINEL", "DEBUG", "info-period", 500, "publish-period", 200);
  await call(sentinelAt(pod), "SENTINEL", "MONITOR", name, master.ip, 6379, QUORUM);
  const options = ["down-after-milliseconds", DOWN_AFTER_MS, "failover-timeout", FAILOVER_TIMEOUT_MS];
  const secret = password === undefined ? [] : ["auth-pass", password];
  await call(sentinelAt(pod), "SENTINEL", "SET", name, ...options, "parallel-syncs", PARALLEL_SYNCS, ...secret);
}

/** Puts back the pace at which Sentinels look at Redis and speak to each other: Redis' own defaults. */
export async function calmDown({ call }: Connections, sentinels: readonly GroupPod[]): Promise<void> {
  const pace = ["info-period", 10_000, "publish-period", 2_000];
  await Promise.all(sentinels.map((pod) => call(sentinelAt(pod), "SENTINEL", "DEBUG", ...pace)));
}
