import type { DeployStep } from "../deploy/deploy-step.ts";
import { list } from "../findings/words.ts";
import { redisAt } from "../master.ts";
import { answeringRedises, isAddressOf, opinions, type Topology } from "../topology.ts";
import { isDeployStep, type Member, type Step } from "./step.ts";

/** `wait`: it passes by itself within seconds. `stop`: the world has moved; nothing more may be touched. */
export type Obstacle = { readonly kind: "wait" | "stop"; readonly reason: string };

/**
 * What stands against a step right before it acts. The world may have moved since the step before: somebody else
 * promoted a Redis, a pod was replaced, an election began.
 */
export function stepObstacle(step: Step, topology: Topology): Obstacle | undefined {
  if (isDeployStep(step)) return undefined;
  const replaced = membersOf(step).filter((member) => !isStillThere(topology, member));
  if (replaced.length > 0) {
    return stop(`${list(replaced.map(({ pod }) => pod))} was replaced or has another address now`);
  }
  const electing = opinions(topology).filter(({ opinion }) => opinion.flags.includes("failover_in_progress"));
  if (electing.length > 0 && step.kind !== "verify") {
    return { kind: "wait", reason: `a failover is running, led by ${list(electing.map(({ pod }) => pod.name))}` };
  }
  switch (step.kind) {
    case "promote":
    case "force-failover": {
      const target = step.kind === "promote" ? step.redis : step.expected;
      const other = answeringRedises(topology).find(
        ({ pod, view }) => view.role === "master" && view.keys > 0 && pod.name !== target.pod,
      );
      return other === undefined ? undefined : stop(`${other.pod.name} is master now, with ${other.view.keys} keys`);
    }
    case "switch-over":
      return switchObstacle(step, topology);
    case "take-over":
      return takeOverObstacle(step, topology);
    case "follow":
    case "monitor":
    case "start-sentinel":
      return mustSayMaster(step.master, topology);
    case "forget-master":
    case "label-master":
    case "verify":
    case "hold":
      return undefined;
  }
}

function stop(reason: string): Obstacle {
  return { kind: "stop", reason };
}

/** Done already is no obstacle: then it is skipped. */
function switchObstacle(
  { from, to }: Step & { readonly kind: "switch-over" },
  topology: Topology,
): Obstacle | undefined {
  const [old, next] = [redisAt(topology, from.address), redisAt(topology, to.address)];
  if (next === undefined) return stop(`${to.pod} does not answer`);
  if (next.view.role === "master")
    return old?.view.role === "master" ? stop(`${from.pod} and ${to.pod} both say master`) : undefined;
  if (old?.view.role !== "master") return stop(`${from.pod} does not say that it is master`);
  const { following } = next.view;
  if (following === undefined || !isAddressOf(old.pod, following)) return stop(`${to.pod} does not follow ${from.pod}`);
  return following.link === "up" && !following.syncing
    ? undefined
    : { kind: "wait", reason: `${to.pod} is not in sync with ${from.pod}` };
}

function takeOverObstacle(
  { dead, to }: Step & { readonly kind: "take-over" },
  topology: Topology,
): Obstacle | undefined {
  const masters = answeringRedises(topology).filter(({ view }) => view.role === "master");
  const other = masters.find(({ pod }) => pod.name !== to.pod);
  if (other !== undefined) return stop(`${other.pod.name} is master now`);
  if (masters.length > 0) return undefined;
  const node = topology.redises.find(({ pod }) => pod.name === dead.pod);
  return node?.view.kind === "refused" ? undefined : stop(`${dead.pod} is not proven dead`);
}

/** Re-pointing at a replica looks fine for `down-after` + 20 s and then fails (`redis.md` 5.2): read ROLE first. */
function mustSayMaster(master: Member, topology: Topology): Obstacle | undefined {
  const redis = redisAt(topology, master.address);
  return redis?.view.role === "master" ? undefined : stop(`${master.pod} does not say that it is master`);
}

function isStillThere(topology: Topology, member: Member): boolean {
  const pods = [...topology.redises, ...topology.sentinels].map(({ pod }) => pod);
  return pods.some((pod) => pod.uid === member.uid && pod.ip === member.address.host);
}

function membersOf(step: Exclude<Step, DeployStep>): readonly Member[] {
  switch (step.kind) {
    case "promote":
      return [step.redis];
    case "follow":
      return [...step.redises, step.master];
    case "force-failover":
      return [step.sentinel, step.expected];
    case "switch-over":
      return [step.from, step.to, ...step.followers, ...step.sentinels];
    case "take-over":
      return [step.to, ...step.followers, ...step.sentinels];
    case "forget-master":
      return step.sentinels;
    case "monitor":
    case "start-sentinel":
      return [...step.sentinels, step.master];
    case "label-master":
      return [step.master];
    case "verify":
      return [step.master, ...step.redises, ...step.sentinels];
    case "hold":
      return [];
  }
}
