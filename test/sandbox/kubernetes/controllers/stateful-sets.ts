import { createHash } from "node:crypto";
import { z } from "zod";
import { fieldsIn, type KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";
import { ClaimTemplates, claimVolumes } from "./claims-of-set.ts";
import { forEach } from "./for-each.ts";
import { deletePod, isDeleting, isOver, isReady, makePod, PodTemplate, podsOf, writeStatus } from "./pods.ts";

const Spec = z.looseObject({
  replicas: z.number().default(1),
  podManagementPolicy: z.enum(["OrderedReady", "Parallel"]).default("OrderedReady"),
  updateStrategy: z.looseObject({ type: z.string().optional() }).optional(),
  serviceName: z.string().default(""),
  template: PodTemplate,
  volumeClaimTemplates: ClaimTemplates,
});
type Spec = z.infer<typeof Spec>;

type Look = { readonly store: Store; readonly set: KubeObject; readonly spec: Spec; readonly revision: string };

/** StatefulSets: stable names, a successor only once its predecessor is gone, one revision after the other. */
export function reconcileStatefulSets(store: Store): void {
  forEach(store, "statefulsets", (set) => {
    if (isDeleting(set)) return;
    const spec = Spec.parse(set["spec"]);
    const look = { store, set, spec, revision: revisionOf(set, spec) };
    const isWhole = fillUp(look);
    removeSurplus(look);
    if (isWhole || spec.podManagementPolicy === "Parallel") roll(look);
    showStatus(look);
  });
}

function revisionOf({ metadata }: KubeObject, { template }: Spec): string {
  return `${metadata.name}-${createHash("sha1").update(JSON.stringify(template)).digest("hex").slice(0, 10)}`;
}

/** The pod of each number; whether all are there and ready. */
function fillUp(look: Look): boolean {
  const { store, spec } = look;
  const isOrdered = spec.podManagementPolicy === "OrderedReady";
  let isWhole = true;
  for (let ordinal = 0; ordinal < spec.replicas; ordinal += 1) {
    const pod = podAt(look, ordinal);
    if (pod !== undefined && !isDeleting(pod) && isReady(pod)) continue;
    isWhole = false;
    if (pod === undefined) make(look, ordinal);
    else if (isOver(pod)) deletePod(store, pod);
    if (isOrdered) return false;
  }
  return isWhole;
}

function make({ store, set, spec, revision }: Look, ordinal: number): void {
  const name = `${set.metadata.name}-${ordinal}`;
  const labels = {
    "apps.kubernetes.io/pod-index": `${ordinal}`,
    "controller-revision-hash": revision,
    "statefulset.kubernetes.io/pod-name": name,
  };
  const volumes = claimVolumes(store, set, {
    name,
    templates: spec.volumeClaimTemplates,
    volumes: spec.template.spec["volumes"],
  });
  makePod(store, set, spec.template, {
    metadata: { name, labels },
    spec: {
      hostname: name,
      ...(volumes.length > 0 && { volumes }),
      ...(spec.serviceName !== "" && { subdomain: spec.serviceName }),
    },
  });
}

/** The highest number goes first; without an order all at once. */
function removeSurplus({ store, set, spec }: Look): void {
  const surplus = podsOf(store, set)
    .filter((pod) => ordinalOf(set, pod) >= spec.replicas)
    .toSorted((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
  const now = spec.podManagementPolicy === "Parallel" ? surplus : surplus.slice(0, 1);
  for (const pod of now) deletePod(store, pod);
}

/**
 * One pod of an older template at a time, from the highest number down, ready or not: a set that its old template broke is
 * healed by a new one. Stops at the first new one that is not ready.
 */
function roll(look: Look): void {
  const { store, spec } = look;
  if (spec.updateStrategy?.type === "OnDelete") return;
  for (let ordinal = spec.replicas - 1; ordinal >= 0; ordinal -= 1) {
    const pod = podAt(look, ordinal);
    if (pod === undefined || isDeleting(pod)) return;
    if (!isNew(look, pod)) {
      deletePod(store, pod);
      return;
    }
    if (!isReady(pod)) return;
  }
}

function isNew({ revision }: Look, pod: KubeObject): boolean {
  return pod.metadata.labels?.["controller-revision-hash"] === revision;
}

/** The current revision becomes the new one only when every pod has it. */
function showStatus(look: Look): void {
  const { store, set, spec, revision } = look;
  const pods = podsOf(store, set);
  const updated = pods.filter((pod) => isNew(look, pod));
  const before = fieldsIn(set["status"])["currentRevision"];
  const isRolled = updated.length === pods.length && pods.length >= spec.replicas;
  const currentRevision = isRolled || before === undefined ? revision : String(before);
  const ready = pods.filter(isReady).length;
  writeStatus(store, "statefulsets", set, {
    replicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    currentReplicas: currentRevision === revision ? updated.length : pods.length - updated.length,
    updatedReplicas: updated.length,
    currentRevision,
    updateRevision: revision,
  });
}

function podAt({ store, set }: Look, ordinal: number): KubeObject | undefined {
  return store.read("pods", set.metadata.namespace ?? "", `${set.metadata.name}-${ordinal}`);
}

function ordinalOf(set: KubeObject, pod: KubeObject): number {
  return Number(pod.metadata.name.slice(set.metadata.name.length + 1));
}
