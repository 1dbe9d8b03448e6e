import type { Deployment, DeployPlan } from "../deploy/deploy-plan.ts";
import { deploySteps } from "../deploy/deploy-steps.ts";
import { type GroupFiles, objectsOf, setOfTrial, trialPods, wantedBy } from "../deploy/group-files.ts";
import { bootstrapPod, groupProof, isOfRedisSet, isOfSentinelSet } from "../deploy/group-proof.ts";
import { type Manifest, objectText } from "../deploy/manifest.ts";
import { type Refused, type Rehearsal, refusalAdvice } from "../deploy/rehearsal.ts";
import { list } from "../findings/words.ts";
import { answeringRedises, type Topology } from "../topology.ts";

/** What the namespace has now, read just before. */
export type Ground = {
  readonly topology: Topology;
  readonly hasPassword: boolean;
  /** Who keeps the Service `redis`, where there is one. */
  readonly masterService: { readonly keeper: string } | undefined;
  /** How many replicas the StatefulSet `redis` has by its own specification; undefined where there is none. */
  readonly presentRedises: number | undefined;
};

const secretName = "redis-ha";

/** A Secret as it would be made, with a value that is none: only whether it may be made is asked. */
const trialSecret: Manifest = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: secretName },
  data: { password: "" },
};

/** Everything that Kubernetes is asked about before a plan is made, in the order of the steps. */
export function toRehearse(files: GroupFiles, ground: Ground): readonly Manifest[] {
  const objects = wantedObjects(files, ground);
  return [
    ...objects,
    ...(ground.hasPassword ? [] : [trialSecret]),
    ...(needsBootstrap(files, ground) ? files.bootstrap : []),
    ...trialPods(objects),
  ];
}

/** "Create a redis service if you don't have one yet": one that is there stays as it is, whoever made it. */
function wantedObjects(files: GroupFiles, { masterService }: Ground): readonly Manifest[] {
  const objects = objectsOf(files);
  if (masterService === undefined) return objects;
  return objects.filter(({ kind, metadata }) => !(kind === "Service" && metadata.name === "redis"));
}

/** Only where the sets have no pod yet, and would have somebody to elect from: else the group forms itself. */
function needsBootstrap(files: GroupFiles, { topology }: Ground): boolean {
  const { redises, sentinels } = wantedBy(files.objects);
  const hasRedis = topology.redises.some(({ pod }) => isOfRedisSet(pod.name));
  return sentinels > 0 && redises > 1 && !hasRedis && bootstrapOf(topology) !== "there";
}

/** `dead`: its containers have ended and never come back; it can only be deleted. */
function bootstrapOf(topology: Topology): "none" | "there" | "dead" {
  const pod = topology.redises.find((node) => node.pod.name === bootstrapPod)?.pod;
  if (pod === undefined) return "none";
  return pod.phase === "Succeeded" || pod.phase === "Failed" ? "dead" : "there";
}

/**
 * What would make the namespace hold a whole group, from whatever of it is there: the runbook's seven steps without those
 * that have nothing to do. `rehearsals` are Kubernetes' answers to `toRehearse`.
 */
export function planDeploy(files: GroupFiles, ground: Ground, rehearsals: readonly Rehearsal[]): Deployment {
  const { topology } = ground;
  const refusal = strangers(topology) ?? otherSize(files, ground) ?? refusedObjects(topology, rehearsals);
  if (refusal !== undefined) return refusal;
  const size = wantedBy(files.objects);
  const objects = wantedObjects(files, ground);
  const kept = rehearsals.filter(({ object }) => setOfTrial(object) === undefined && object.kind !== "Secret");
  const steps = deploySteps({
    files,
    objects,
    changed: kept.filter(({ kind }) => kind !== "unchanged").map(({ object }) => object),
    size,
    topology,
    needsPassword: !ground.hasPassword,
    needsBootstrap: needsBootstrap(files, ground),
    bootstrap: bootstrapOf(topology),
    isServiceOurs: ground.masterService === undefined,
  });
  if (steps.length === 0) return nothingToDo(files, ground);
  const notices = noticesOf(files, ground, kept);
  const plan: Omit<DeployPlan, "fingerprint"> = {
    group: topology.group,
    overlay: files.overlay,
    ...size,
    rehearsals: kept,
    notices,
    steps,
  };
  return { kind: "planned", plan: { ...plan, fingerprint: fingerprint(files, plan, topology) } };
}

type Refusal = Deployment & { readonly kind: "refused" };

function nothingToDo(files: GroupFiles, { topology }: Ground): Deployment {
  const proof = groupProof(topology, wantedBy(files.objects));
  if (proof.kind === "done") return { kind: "nothing-to-do" };
  return {
    kind: "refused",
    reason: `Every object is there as it should be, and the group is not whole: ${proof.missing}.`,
    advice: "A deployment changes nothing about that: /redis status shows what is wrong, /redis recover repairs it.",
  };
}

/** Pods that say they are Redis or Sentinel and are of no set of ours: somebody else's group lives here. */
function strangers({ group, redises, sentinels }: Topology): Refusal | undefined {
  const strange = [
    ...redises.filter(({ pod }) => !isOfRedisSet(pod.name) && pod.name !== bootstrapPod),
    ...sentinels.filter(({ pod }) => !isOfSentinelSet(pod.name) && pod.name !== bootstrapPod),
  ];
  if (strange.length === 0) return undefined;
  return {
    kind: "refused",
    reason: `${group.namespace} has a Redis group that was not deployed from these files: ${list([...new Set(strange.map(({ pod }) => pod.name))])}.`,
    advice: "Deploy into a namespace of its own; two groups in one would find each other's pods.",
  };
}

function otherSize(files: GroupFiles, { presentRedises, topology }: Ground): Refusal | undefined {
  const { redises } = wantedBy(files.objects);
  if (presentRedises === undefined || presentRedises === redises) return undefined;
  return {
    kind: "refused",
    reason: `The StatefulSet redis of ${topology.group.namespace} has ${presentRedises} replicas, and the overlay ${files.overlay} has ${redises}.`,
    advice:
      presentRedises > redises
        ? "A deployment takes no Redis away: ask with the size that is there (--replicas)."
        : `A group of one has a Service and settings of its own: delete it first (kubectl delete -k k8s/redis-ha/overlays/single -n ${topology.group.namespace}), if its data may go.`,
  };
}

const mostTold = 3;

function refusedObjects(topology: Topology, rehearsals: readonly Rehearsal[]): Refusal | undefined {
  const refused = rehearsals.filter((one): one is Refused => one.kind === "refused");
  const [first] = refused;
  if (first === undefined) return undefined;
  const { namespace } = topology.group;
  const more = refused.length > mostTold ? ` And ${refused.length - mostTold} more objects.` : "";
  const reasons = refused.slice(0, mostTold).map((one) => `${refusedText(one)}: ${one.reason}`);
  const advice = [...new Set(refused.slice(0, mostTold).map((one) => refusalAdvice(one, namespace)))];
  return {
    kind: "refused",
    reason: `Kubernetes would not take it, so nothing was touched. ${reasons.join(" ")}${more}`,
    advice: advice.join(" "),
  };
}

function refusedText({ object }: Refused): string {
  const set = setOfTrial(object);
  return set === undefined ? objectText(object) : `A pod of the StatefulSet ${set}`;
}

function noticesOf(files: GroupFiles, ground: Ground, rehearsals: readonly Rehearsal[]): readonly string[] {
  const { masterService, topology } = ground;
  const changedSets = rehearsals.filter(({ kind, object }) => kind === "changed" && object.kind === "StatefulSet");
  const restarting = changedSets.flatMap((one) =>
    one.kind === "changed" && one.lines.some(isOfTemplate) ? [one] : [],
  );
  const hasRedis = answeringRedises(topology).some(({ pod }) => isOfRedisSet(pod.name));
  const isServiceFiled = files.objects.some(({ kind, metadata }) => kind === "Service" && metadata.name === "redis");
  return [
    ...(masterService === undefined || !isServiceFiled
      ? []
      : [`The Service redis is there already (kept by ${masterService.keeper}) and stays as it is.`]),
    ...restarting.map(({ object }) => `${objectText(object)} replaces its pods one by one, with the new settings.`),
    ...(hasRedis ? [] : ["The Services come before the StatefulSets: their pods learn the addresses at their start."]),
  ];
}

function isOfTemplate(line: string): boolean {
  return line.includes("spec.template.");
}

/** The files, what Kubernetes says of each object, the steps, and who is there: if one of them moves, the plan is another. */
function fingerprint(files: GroupFiles, plan: Omit<DeployPlan, "fingerprint">, topology: Topology): string {
  const pods = [...topology.redises, ...topology.sentinels].map(({ pod, view }) => [
    pod.name,
    pod.uid,
    view.kind === "answered" ? ("role" in view ? view.role : "sentinel") : "no answer",
  ]);
  const { steps, rehearsals, overlay } = plan;
  return JSON.stringify({ overlay, digest: files.digest, rehearsals, steps, pods });
}
