import type { GroupRef } from "../domain/group.ts";
import type { Topology } from "../domain/topology.ts";
import type { Access, Clock, Cluster, ReadTopology, RedisFleet } from "./ports.ts";
import { probeMembers } from "./probe-members.ts";

export type TopologyReader = {
  /** Pods from Kubernetes, then every Redis and Sentinel in parallel. Throws what `Cluster` throws. */
  readonly read: ReadTopology;
  /** The same pods asked again, without Kubernetes: for a check that polls. */
  readonly reprobe: (topology: Topology, limits?: ProbeLimits) => Promise<Topology>;
  /** How to reach the group's members. Throws what `Cluster` throws. */
  readonly access: (group: GroupRef & { readonly masterName: string }) => Promise<Access>;
  /** Has the namespace's password read anew: it was changed, or there may be one now. */
  readonly forgetPassword: (namespace: string) => void;
};

/** For who cannot wait: nothing is asked of Kubernetes, and who has not answered by then is `silent`. */
export type ProbeLimits = { readonly access: Access; readonly withinMs: number };

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

  return {
    access,
    forgetPassword: (namespace) => passwords.delete(namespace),
    read: async (group, signal) => {
      const [view, secret] = await Promise.all([
        deps.cluster.readNamespace(group.namespace, signal),
        password(group.namespace),
      ]);
      const masterName = group.masterName ?? view.masterName ?? deps.defaultMasterName;
      const nodes = await probeMembers(deps, view.pods, {
        masterName,
        ...(secret !== undefined && { password: secret }),
      });
      return {
        group: { ...group, masterName },
        readAtMs: deps.clock.now(),
        ...nodes,
        wanted: {
          redis: view.wanted.redis ?? nodes.redises.length,
          sentinel: view.wanted.sentinel ?? nodes.sentinels.length,
        },
        ...(view.masterLabel !== undefined && { masterLabel: view.masterLabel }),
        ...(view.assistedFailover === true && { assistedFailover: true }),
      };
    },
    reprobe: async (topology, limits) => {
      const pods = [...topology.redises, ...topology.sentinels].map(({ pod }) => pod);
      const nodes = await probeMembers(deps, pods, limits?.access ?? (await access(topology.group)), limits?.withinMs);
      return { ...topology, readAtMs: deps.clock.now(), ...nodes };
    },
  };
}
