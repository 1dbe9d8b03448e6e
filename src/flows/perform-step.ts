import { Fault } from "../domain/fault.ts";
import type { GroupRef } from "../domain/group.ts";
import { sentinelCues } from "../domain/plans/sentinel-cues.ts";
import { isDeployStep, nameOf, type Step } from "../domain/plans/step.ts";
import type { Topology } from "../domain/topology.ts";
import type { Access, Clock, Cluster, RedisFleet } from "./ports.ts";
import { startSentinel } from "./start-sentinel.ts";
import { createSwitchOver, type SwitchOver } from "./switch-over.ts";
import { takeOver } from "./take-over.ts";

export type StepContext = {
  readonly group: GroupRef & { readonly masterName: string };
  readonly access: Access;
  /** Written by `verify` and read back from each replica. */
  readonly marker: string;
  /** The group as it was read right before this step. */
  readonly topology: Topology;
  /** Told of each command and its reply before the next one is sent; the audit's way in. */
  readonly tell: (what: "redis-command" | "kubernetes-call", detail: string) => Promise<void>;
};

type Deps = { readonly cluster: Cluster; readonly fleet: RedisFleet; readonly clock: Clock };

/** Does what one step says, once, and resolves with what is to be told of it. Saying it twice is saying it once. Throws the adapters' faults. */
export async function performStep(deps: Deps, step: Step, context: StepContext): Promise<string | undefined> {
  const { cluster, fleet } = deps;
  const { access, group, tell } = context;
  const redis = async (pod: string, command: string, reply: Promise<string>): Promise<undefined> => {
    await tell("redis-command", `${pod}: ${command} -> ${await reply}`);
  };
  // Those have runners of their own.
  if (isDeployStep(step)) return undefined;
  switch (step.kind) {
    case "promote":
      return redis(step.redis.pod, "REPLICAOF NO ONE", fleet.promote(step.redis.address, access));
    case "follow": {
      const { host, port } = nameOf(step.master);
      return all(
        step.redises.map(({ pod, address }) =>
          redis(pod, `REPLICAOF ${host} ${port}`, fleet.follow(address, nameOf(step.master), access)),
        ),
      );
    }
    case "force-failover":
      return redis(
        step.sentinel.pod,
        `SENTINEL FAILOVER ${step.masterName}`,
        fleet.forceFailover(step.sentinel.address, access),
      );
    case "forget-master":
      return all(
        step.sentinels.map(({ pod, address }) =>
          redis(pod, `SENTINEL REMOVE ${step.masterName}`, fleet.forgetMaster(address, access)),
        ),
      );
    case "monitor": {
      const { host, port } = nameOf(step.master);
      const command = `SENTINEL MONITOR ${step.settings.masterName} ${host} ${port} ${step.settings.quorum} and SET of every option`;
      return all(
        step.sentinels.map(({ pod, address }) =>
          redis(pod, command, fleet.monitor(address, nameOf(step.master), step.settings, access)),
        ),
      );
    }
    case "start-sentinel":
      return all(
        step.sentinels.map(async (member) =>
          tell(
            "kubernetes-call",
            `exec ${await startSentinel({ cluster }, { step, member, namespace: group.namespace, access })}`,
          ),
        ),
      );
    case "label-master":
      return labelMaster(cluster, step, context);
    case "switch-over":
      return switchOver({ switchTo: createSwitchOver(deps) }, step, context);
    case "take-over":
      return afterDeath(fleet, step, context);
    case "verify":
      return redis(
        step.master.pod,
        "SET redis-ha-bot:marker",
        fleet.writeMarker(step.master.address, context.marker, access),
      );
    case "hold":
      return undefined;
  }
}

async function switchOver(
  { switchTo }: { readonly switchTo: SwitchOver },
  step: Step & { readonly kind: "switch-over" },
  { access, topology, tell }: StepContext,
): Promise<string> {
  const cues = sentinelCues(topology, step.sentinels);
  const outcome = await switchTo({ ...step, cues, access, tell: (detail) => tell("redis-command", detail) });
  if (outcome.kind === "kept")
    throw new Fault("redis-refused", `${outcome.because}. ${step.from.pod} is still master.`);
  const gap = outcome.gapMs === undefined ? "write gap unknown" : `no write for ${outcome.gapMs} ms`;
  return [gap, ...outcome.problems].join("; ");
}

async function afterDeath(
  fleet: RedisFleet,
  step: Step & { readonly kind: "take-over" },
  { access, topology, tell }: StepContext,
): Promise<string | undefined> {
  const cues = sentinelCues(topology, step.sentinels);
  const problems = await takeOver(fleet, { ...step, cues, access, tell: (detail) => tell("redis-command", detail) });
  return problems.length === 0 ? undefined : problems.join("; ");
}

/** Off the others first: for a moment the Service names nobody, and never two. */
async function labelMaster(
  cluster: Cluster,
  step: Step & { readonly kind: "label-master" },
  { group, tell }: StepContext,
): Promise<undefined> {
  const { label, master, others } = step;
  for (const { pod, uid } of others) {
    await cluster.labelPod({ namespace: group.namespace, name: pod, uid }, { key: label, value: null });
    await tell("kubernetes-call", `label ${pod} ${label}-`);
  }
  await cluster.labelPod(
    { namespace: group.namespace, name: master.pod, uid: master.uid },
    { key: label, value: "master" },
  );
  await tell("kubernetes-call", `label ${master.pod} ${label}=master`);
}

/** Waits for all, then throws the first failure: what was sent is known before anything is said about it. */
async function all(acts: readonly Promise<unknown>[]): Promise<undefined> {
  const results = await Promise.allSettled(acts);
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
