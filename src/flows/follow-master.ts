import type { Diagnosis } from "../domain/diagnosis.ts";
import { groupId } from "../domain/group.ts";
import { namedByMost, redisAt } from "../domain/master.ts";
import type { Topology } from "../domain/topology.ts";
import type { AuditLog, Clock, Cluster, Log } from "./ports.ts";

type Deps = {
  readonly cluster: Cluster;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly log: Log;
};

const policy = {
  kind: "policy",
  rule: "the role label follows the master that Redis and the Sentinels agree on",
} as const;

/**
 * Keeps the label by which a Service finds the master where the master is: off the others first, so that for a moment
 * the Service names nobody and never two. Without an agreed master nothing is touched. Never throws: the next reading
 * tries again.
 */
export function createFollowMaster(deps: Deps): (topology: Topology, diagnosis: Diagnosis) => Promise<void> {
  return async function followMaster(topology, { master }) {
    const { masterLabel: key } = topology;
    const named = namedByMost(topology);
    if (key === undefined || master === undefined || named === undefined) return;
    if (redisAt(topology, named)?.pod.name !== master) return;
    const pods = topology.redises.map(({ pod }) => pod).filter(({ deleting }) => !deleting);
    const wrong = pods.filter(({ name, labels }) => labels[key] === "master" && name !== master);
    const right = pods.filter(({ name, labels }) => labels[key] !== "master" && name === master);
    try {
      for (const pod of wrong) await relabel(deps, topology, pod, { key, value: null });
      for (const pod of right) await relabel(deps, topology, pod, { key, value: "master" });
    } catch (error) {
      deps.log.warn({ err: error, group: groupId(topology.group), label: key }, "master label not moved");
    }
  };
}

async function relabel(
  { cluster, audit, clock, log }: Deps,
  { group }: Topology,
  { name, uid }: { readonly name: string; readonly uid: string },
  label: { readonly key: string; readonly value: string | null },
): Promise<void> {
  await cluster.labelPod({ namespace: group.namespace, name, uid }, label);
  const detail = `label ${name} ${label.value === null ? `${label.key}-` : `${label.key}=${label.value}`}`;
  log.info({ group: groupId(group), pod: name, label }, "master label moved");
  try {
    await audit.append({ atMs: clock.now(), actor: policy, group: groupId(group), what: "labelled", detail });
  } catch (error) {
    // Clients need the Service now, whether or not the bot's own Redis is there.
    log.error({ err: error, group: groupId(group), detail }, "label moved, but not on record");
  }
}
