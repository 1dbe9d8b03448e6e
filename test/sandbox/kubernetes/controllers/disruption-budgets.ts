import { z } from "zod";
import { timestamp } from "../api/timestamp.ts";
import { controllerOf, fieldsIn, type KubeObject } from "../kube-object.ts";
import { isMeant, LabelSelector } from "../label-selector.ts";
import { resources } from "../resources.ts";
import type { Store } from "../store.ts";
import { forEach } from "./for-each.ts";
import { isDeleting, isReady, writeStatus } from "./pods.ts";
import { Share, shareOf } from "./share-of.ts";

const Spec = z.looseObject({
  minAvailable: Share.optional(),
  maxUnavailable: Share.optional(),
  selector: LabelSelector.optional(),
});
type Spec = z.infer<typeof Spec>;

/** The budgets that mean a pod. */
export function budgetsOf(store: Store, pod: KubeObject): readonly KubeObject[] {
  const budgets = store.list("poddisruptionbudgets", pod.metadata.namespace);
  return budgets.filter((budget) => isMeant(Spec.parse(budget["spec"]).selector, pod));
}

/** Disruption budgets: how many of their pods may go now. Nothing is enforced here: that is the eviction's part. */
export function reconcileDisruptionBudgets(store: Store): void {
  forEach(store, "poddisruptionbudgets", (budget) => {
    const spec = Spec.parse(budget["spec"] ?? {});
    const pods = store.list("pods", budget.metadata.namespace).filter((pod) => isMeant(spec.selector, pod));
    const healthy = pods.filter((pod) => !isDeleting(pod) && isReady(pod)).length;
    const { expected, desired } = wantedOf(store, spec, pods);
    const allowed = expected === 0 ? 0 : Math.max(0, healthy - desired);
    writeStatus(store, "poddisruptionbudgets", budget, {
      conditions: [condition(budget, allowed)],
      currentHealthy: healthy,
      desiredHealthy: desired,
      disruptionsAllowed: allowed,
      expectedPods: expected,
    });
  });
}

/** Where the budget speaks of all that there should be, these are what the pods' controllers want; else the pods themselves. */
function wantedOf(
  store: Store,
  { minAvailable, maxUnavailable }: Spec,
  pods: readonly KubeObject[],
): { readonly expected: number; readonly desired: number } {
  if (typeof minAvailable === "number") return { expected: pods.length, desired: minAvailable };
  const expected = scaleOf(store, pods);
  if (minAvailable !== undefined) return { expected, desired: Math.ceil(shareOf(minAvailable, expected)) };
  return { expected, desired: Math.max(0, expected - Math.ceil(shareOf(maxUnavailable ?? 0, expected))) };
}

/** Pods that nobody controls do not count. */
function scaleOf(store: Store, pods: readonly KubeObject[]): number {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = topOwner(store, pod);
    if (owner !== undefined) owners.set(owner.metadata.uid, Number(fieldsIn(owner["spec"])["replicas"] ?? 0));
  }
  return [...owners.values()].reduce((total, replicas) => total + replicas, 0);
}

/** A ReplicaSet's own controller, where it has one: its Deployment. */
function topOwner(store: Store, object: KubeObject): KubeObject | undefined {
  const reference = controllerOf(object);
  const resource = resources.find(({ kind }) => kind === reference?.kind);
  if (reference === undefined || resource === undefined) return undefined;
  const owner = store.read(resource.plural, object.metadata.namespace ?? "", reference.name);
  if (owner?.metadata.uid !== reference.uid) return undefined;
  return topOwner(store, owner) ?? owner;
}

function condition(budget: KubeObject, allowed: number): object {
  const status = allowed > 0 ? "True" : "False";
  const before = fieldsIn(budget["status"])["conditions"];
  const old = Array.isArray(before) ? before.map(fieldsIn).find((one) => one["status"] === status) : undefined;
  return {
    type: "DisruptionAllowed",
    status,
    reason: allowed > 0 ? "SufficientPods" : "InsufficientPods",
    message: "",
    lastTransitionTime: old?.["lastTransitionTime"] ?? timestamp(new Date()),
    observedGeneration: budget.metadata.generation ?? 1,
  };
}
