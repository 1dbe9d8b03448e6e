import { list } from "../findings/words.ts";
import { mastership, redisAt } from "../master.ts";
import {
  type Address,
  type AnsweringRedis,
  addressText,
  answeringRedises,
  isAddressOf,
  isSameAddress,
  opinions,
  type Topology,
} from "../topology.ts";
import { isDeployStep, type Member, nameOf, type Step } from "./step.ts";

/** Whether a step's effect is there; if not, what is still missing, for the progress and the failure message. */
export type StepState =
  | { readonly kind: "done"; readonly seen: string }
  | { readonly kind: "pending"; readonly missing: string };

/**
 * Reads a step's state off a topology: a done step is skipped when a job is taken up again, and the same question is
 * the check after the act. `verify` and `hold` also need what no topology shows (a marker, time): here only their part.
 */
export function stepState(step: Step, topology: Topology): StepState {
  if (isDeployStep(step)) return pending("Kubernetes has to be asked");
  switch (step.kind) {
    case "promote":
      return isMaster(topology, step.redis)
        ? done(`${step.redis.pod} says master`)
        : pending(`${step.redis.pod} does not say master`);
    case "switch-over":
      return switchState(step, topology);
    case "take-over":
      return isMaster(topology, step.to)
        ? done(`${step.to.pod} says master`)
        : pending(`${step.to.pod} does not say master`);
    case "force-failover":
      return isMaster(topology, step.expected)
        ? done(`${step.expected.pod} says master`)
        : pending(`${step.expected.pod} is not master yet`);
    case "follow":
      return followState(step, topology);
    case "forget-master":
      return forgetState(step, topology);
    case "start-sentinel":
    case "monitor":
      return monitorState(step, topology);
    case "label-master":
      return labelState(step, topology);
    case "verify":
      return verifyState(step, topology);
    case "hold":
      return pending("time has to pass");
  }
}

function done(seen: string): StepState {
  return { kind: "done", seen };
}

function pending(missing: string): StepState {
  return { kind: "pending", missing };
}

function isMaster(topology: Topology, member: Member): boolean {
  return redisAt(topology, member.address)?.view.role === "master";
}

function switchState({ from, to }: Step & { readonly kind: "switch-over" }, topology: Topology): StepState {
  if (!isMaster(topology, to)) return pending(`${to.pod} does not say master`);
  return isMaster(topology, from)
    ? pending(`${from.pod} still says master, too`)
    : done(`${to.pod} says master, ${from.pod} does not`);
}

function followState(step: Step & { readonly kind: "follow" }, topology: Topology): StepState {
  const missing = step.redises.filter(({ address }) => !isLinked(redisAt(topology, address), step.master));
  return missing.length === 0
    ? done(`${list(step.redises.map(({ pod }) => pod))} in sync with ${step.master.pod}`)
    : pending(`${list(missing.map(({ pod }) => pod))} not in sync with ${step.master.pod} yet`);
}

function isLinked(redis: AnsweringRedis | undefined, master: Member): boolean {
  const following = redis?.view.following;
  return following !== undefined && isNamed(master, following) && following.link === "up" && !following.syncing;
}

function isNamed(member: Member, address: Address): boolean {
  return isSameAddress(address, member.address) || isSameAddress(address, nameOf(member));
}

function forgetState(step: Step & { readonly kind: "forget-master" }, topology: Topology): StepState {
  const still = opinions(topology).filter(({ pod }) => step.sentinels.some((member) => member.pod === pod.name));
  return still.length === 0
    ? done(`${list(step.sentinels.map(({ pod }) => pod))} monitor nothing under ${step.masterName}`)
    : pending(
        `${list(still.map(({ pod }) => pod.name))} still monitor ${list([...new Set(still.map(({ opinion }) => addressText(opinion)))])}`,
      );
}

function monitorState(step: Step & { readonly kind: "monitor" | "start-sentinel" }, topology: Topology): StepState {
  const right = opinions(topology).filter(({ opinion }) => isNamed(step.master, opinion));
  const missing = step.sentinels.filter(({ pod }) => !right.some((sentinel) => sentinel.pod.name === pod));
  return missing.length === 0
    ? done(`${list(step.sentinels.map(({ pod }) => pod))} name ${step.master.pod}`)
    : pending(`${list(missing.map(({ pod }) => pod))} do not name ${step.master.pod} yet`);
}

function labelState(step: Step & { readonly kind: "label-master" }, topology: Topology): StepState {
  const carrying = topology.redises.filter(({ pod }) => pod.labels[step.label] === "master").map(({ pod }) => pod.name);
  return carrying.length === 1 && carrying[0] === step.master.pod
    ? done(`only ${step.master.pod} carries ${step.label}=master`)
    : pending(`${list(carrying)} carries ${step.label}=master, not ${step.master.pod} alone`);
}

function verifyState(step: Step & { readonly kind: "verify" }, topology: Topology): StepState {
  const problems = [...mastershipProblems(step, topology), ...sentinelProblems(step, topology)];
  return problems.length === 0
    ? done(
        `one master, ${step.redises.length - 1} replicas in sync, ${step.sentinels.length} Sentinels agree with exact lists`,
      )
    : pending(problems.join("; "));
}

function mastershipProblems(step: Step & { readonly kind: "verify" }, topology: Topology): readonly string[] {
  const truth = mastership(topology);
  if (truth.kind === "none") return ["no Redis says master"];
  if (truth.kind === "several") return [`${list(truth.masters.map(({ pod }) => pod.name))} all say master`];
  if (truth.master.pod.name !== step.master.pod) return [`${truth.master.pod.name} is master, not ${step.master.pod}`];
  const replicas = step.redises.filter(({ pod }) => pod !== step.master.pod);
  const unlinked = replicas.filter(({ address }) => !isLinked(redisAt(topology, address), step.master));
  return unlinked.length === 0 ? [] : [`${list(unlinked.map(({ pod }) => pod))} not in sync`];
}

function sentinelProblems(step: Step & { readonly kind: "verify" }, topology: Topology): readonly string[] {
  const views = opinions(topology);
  const replicas = answeringRedises(topology).filter(({ pod }) =>
    step.redises.some((m) => m.pod === pod.name && m.pod !== step.master.pod),
  );
  return step.sentinels.flatMap(({ pod }) => {
    const view = views.find((sentinel) => sentinel.pod.name === pod);
    if (view === undefined) return [`${pod} monitors nothing`];
    const { opinion } = view;
    if (!isNamed(step.master, opinion)) return [`${pod} names ${addressText(opinion)}`];
    if (view.view.tilt) return [`${pod} is in TILT`];
    if (opinion.flags.some((flag) => flag !== "master")) return [`${pod} marks the master ${opinion.flags.join(",")}`];
    const listed = opinion.replicas.filter((replica) => step.gone === undefined || !isNamed(step.gone, replica));
    const living = listed.filter((replica) => !replica.flags.includes("s_down"));
    const exact =
      living.length === listed.length &&
      listed.length === replicas.length &&
      replicas.every((redis) => living.some((replica) => isAddressOf(redis.pod, replica)));
    if (!exact) return [`${pod} lists ${listed.length} replicas, ${replicas.length} are there`];
    const peers = opinion.sentinels.filter((peer) => !peer.flags.includes("s_down")).length;
    return peers === step.sentinels.length - 1
      ? []
      : [`${pod} sees ${peers} of ${step.sentinels.length - 1} other Sentinels`];
  });
}
