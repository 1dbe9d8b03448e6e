import type { GroupRef } from "../domain/group.ts";
import type {
  NoAnswer,
  Pod,
  RedisAnswer,
  RedisNode,
  SentinelAnswer,
  SentinelNode,
  Topology,
} from "../domain/topology.ts";
import type { Access, Clock, Cluster, ReadTopology, RedisFleet } from "./ports.ts";

export type TopologyReader = {
  /** Pods from Kubernetes, then every Redis and Sentinel in parallel. Throws what `Cluster` throws. */
  readonly read: ReadTopology;
  /** The same pods asked again, without Kubernetes: for a check that polls. Never throws. */
  readonly reprobe: (topology: Topology) => Promise<Topology>;
  /** How to reach the group's members. Throws what `Cluster` throws. */
  readonly access: (group: GroupRef & { readonly masterName: string }) => Promise<Access>;
  /** Has the namespace's password read anew: it was changed, or there may be one now. */
  readonly forgetPassword: (namespace: string) => void;
};

type Deps = {
  readonly cluster: Cluster;
  readonly fleet: RedisFleet;
  readonly clock: Clock;
  readonly defaultMasterName: string;
};

/** A password is asked for again after this long. Milliseconds. */
const passwordMs = 30_000;

export function createTopologyReader(deps: Deps): TopologyReader {
  const passwords = new Map<string, { readonly atMs: number; readonly value: Promise<string | undefined> }>();

  function password(namespace: string): Promise<string | undefined> {
    const known = passwords.get(namespace);
    if (known !== undefined && deps.clock.now() - known.atMs < passwordMs) return known.value;
    const value = deps.cluster.readPassword(namespace);
    passwords.set(namespace, { atMs: deps.clock.now(), value });
    value.catch(() => passwords.delete(namespace));
    return value;
  }

  async function access(group: GroupRef & { readonly masterName: string }): Promise<Access> {
    const secret = await password(group.namespace);
    return { masterName: group.masterName, ...(secret !== undefined && { password: secret }) };
  }

  async function probeAll(pods: readonly Pod[], reach: Access): Promise<Pick<Topology, "redises" | "sentinels">> {
    const [redises, sentinels] = await Promise.all([
      Promise.all(
        pods
          .filter(({ kind }) => kind === "redis")
          .map(
            async (pod): Promise<RedisNode> => ({
              pod,
              view: await probe(pod, (address) => deps.fleet.probeRedis(address, reach)),
            }),
          ),
      ),
      Promise.all(
        pods
          .filter(({ kind }) => kind === "sentinel")
          .map(
            async (pod): Promise<SentinelNode> => ({
              pod,
              view: await probe(pod, (address) => deps.fleet.probeSentinel(address, reach)),
            }),
          ),
      ),
    ]);
    return { redises, sentinels };
  }

  return {
    access,
    forgetPassword: (namespace) => passwords.delete(namespace),
    read: async (group, signal) => {
      const [view, secret] = await Promise.all([
        deps.cluster.readNamespace(group.namespace, signal),
        password(group.namespace),
      ]);
      const masterName = group.masterName ?? view.masterName ?? deps.defaultMasterName;
      const nodes = await probeAll(view.pods, { masterName, ...(secret !== undefined && { password: secret }) });
      return {
        group: { ...group, masterName },
        readAtMs: deps.clock.now(),
        ...nodes,
        wanted: {
          redis: view.wanted.redis ?? nodes.redises.length,
          sentinel: view.wanted.sentinel ?? nodes.sentinels.length,
        },
        ...(view.masterLabel !== undefined && { masterLabel: view.masterLabel }),
      };
    },
    reprobe: async (topology) => {
      const pods = [...topology.redises, ...topology.sentinels].map(({ pod }) => pod);
      const nodes = await probeAll(pods, await access(topology.group));
      return { ...topology, readAtMs: deps.clock.now(), ...nodes };
    },
  };
}

async function probe<T extends RedisAnswer | SentinelAnswer>(
  pod: Pod,
  ask: (address: { readonly host: string; readonly port: number }) => Promise<T | NoAnswer>,
): Promise<T | NoAnswer> {
  return pod.ip === undefined ? { kind: "no-address" } : ask({ host: pod.ip, port: pod.port });
}
