import { z } from "zod";
import type { KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";
import { forEach } from "./for-each.ts";
import { deletePod, isDeleting, isOver, isReady, makePod, PodTemplate, podsOf, writeStatus } from "./pods.ts";

const Spec = z.looseObject({ replicas: z.number().default(1), template: PodTemplate });

/** ReplicaSets: so many pods of any name; whoever is told to go counts no more, and has its successor at once. */
export function reconcileReplicaSets(store: Store): void {
  forEach(store, "replicasets", (set) => {
    if (isDeleting(set)) return;
    const { replicas, template } = Spec.parse(set["spec"]);
    keepCount(store, set, { replicas, template });
    const living = livingPods(store, set);
    const ready = living.filter(isReady).length;
    const counts = { replicas: living.length, fullyLabeledReplicas: living.length };
    writeStatus(store, "replicasets", set, { ...counts, readyReplicas: ready, availableReplicas: ready });
  });
}

/** Makes what is missing of an owner's pods, and lets the surplus go: those first that are not ready, then the youngest. */
export function keepCount(
  store: Store,
  owner: KubeObject,
  { replicas, template }: { readonly replicas: number; readonly template: PodTemplate },
): void {
  const living = livingPods(store, owner);
  for (let missing = replicas - living.length; missing > 0; missing -= 1) {
    makePod(store, owner, template, { metadata: { generateName: `${owner.metadata.name}-` } });
  }
  const surplus = living.toSorted(leastWorthFirst).slice(0, Math.max(0, living.length - replicas));
  for (const pod of surplus) deletePod(store, pod);
}

export function livingPods(store: Store, owner: KubeObject): readonly KubeObject[] {
  return podsOf(store, owner).filter((pod) => !isDeleting(pod) && !isOver(pod));
}

function leastWorthFirst(a: KubeObject, b: KubeObject): number {
  return (
    Number(isReady(a)) - Number(isReady(b)) || (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1)
  );
}
