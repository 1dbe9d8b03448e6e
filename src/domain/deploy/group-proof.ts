import { list } from "../findings/words.ts";
import { mastership } from "../master.ts";
import type { StepState } from "../plans/step-state.ts";
import {
  addressText,
  answeringRedises,
  answeringSentinels,
  isAddressOf,
  type Pod,
  type Topology,
} from "../topology.ts";

export type GroupSize = { readonly redises: number; readonly sentinels: number };

/** The pod that the runbook begins with; it is no member of a set and goes when the sets' Redis servers are in sync. */
export const bootstrapPod = "redis-master";

export function isOfRedisSet(pod: string): boolean {
  return /^redis-\d+$/.test(pod);
}

export function isOfSentinelSet(pod: string): boolean {
  return /^redis-sentinel-\d+$/.test(pod);
}

/** Every Sentinel of the set answers; what it monitors is another question. */
export function sentinelsAnswer(topology: Topology, { sentinels }: GroupSize): StepState {
  const there = answeringSentinels(topology).filter(({ pod }) => isOfSentinelSet(pod.name));
  return there.length >= sentinels
    ? { kind: "done", seen: `${sentinels} Sentinels answer` }
    : { kind: "pending", missing: `${there.length} of ${sentinels} Sentinels answer` };
}

/**
 * Every Redis of the set answers, and follows the one master that there is, in sync, or is it. By the members' own
 * word: which addresses they go by is not asked here.
 */
export function redisesInSync(topology: Topology, { redises }: GroupSize): StepState {
  const answering = answeringRedises(topology);
  const ofSet = answering.filter(({ pod }) => isOfRedisSet(pod.name));
  const pending = (missing: string): StepState => ({ kind: "pending", missing });
  if (ofSet.length < redises) return pending(`${ofSet.length} of ${redises} Redis servers answer`);
  const truth = mastership(topology);
  if (truth.kind === "none") return pending("no Redis says master");
  if (truth.kind === "several") return pending(`${list(truth.masters.map(({ pod }) => pod.name))} all say master`);
  const { master } = truth;
  const others = answering.filter(({ pod }) => pod.name !== master.pod.name);
  const unlinked = others.filter(({ view: { following } }) => following?.link !== "up" || following.syncing);
  if (unlinked.length > 0) return pending(`${list(unlinked.map(({ pod }) => pod.name))} not in sync yet`);
  const online = master.view.replicas.filter(({ state }) => state === "online").length;
  if (online < others.length) return pending(`${master.pod.name} sees ${online} of ${others.length} replicas`);
  return { kind: "done", seen: `${master.pod.name} is master, ${others.length} replicas in sync` };
}

/** The whole group but for the Service that leads clients to it. */
export function groupProof(topology: Topology, size: GroupSize): StepState {
  const redises = redisesInSync(topology, size);
  if (redises.kind === "pending") return redises;
  const truth = mastership(topology);
  if (truth.kind !== "one") return { kind: "pending", missing: "no Redis says master" };
  const master = truth.master.pod;
  const { name } = master;
  if (!isOfRedisSet(name)) return { kind: "pending", missing: `${name} is still the master` };
  if (topology.redises.some(({ pod }) => pod.name === bootstrapPod)) {
    return { kind: "pending", missing: `${bootstrapPod} is still there` };
  }
  const problems = sentinelProblems(topology, size, master);
  return problems.length > 0
    ? { kind: "pending", missing: problems.join("; ") }
    : {
        kind: "done",
        seen: `${name} is master, ${size.redises - 1} replicas in sync, CKQUORUM is OK on ${size.sentinels} Sentinels`,
      };
}

function sentinelProblems(topology: Topology, { redises, sentinels }: GroupSize, master: Pod): readonly string[] {
  const there = answeringSentinels(topology).filter(({ pod }) => isOfSentinelSet(pod.name));
  const absent = there.length < sentinels ? [`${there.length} of ${sentinels} Sentinels answer`] : [];
  const wrong = there.flatMap(({ pod, view: { monitors } }) => {
    if (monitors === undefined) return [`${pod.name} monitors nothing`];
    if (!isAddressOf(master, monitors)) return [`${pod.name} names ${addressText(monitors)}`];
    if (!monitors.ckquorum.ok) return [`${pod.name}: ${monitors.ckquorum.text}`];
    const [replicas, peers] = [monitors.replicas.length, monitors.sentinels.length];
    return replicas === redises - 1 && peers === sentinels - 1
      ? []
      : [`${pod.name} knows ${replicas} replicas and ${peers} other Sentinels`];
  });
  return [...absent, ...wrong];
}
