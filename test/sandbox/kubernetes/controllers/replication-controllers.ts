import { z } from "zod";
import { controllerOf, type KubeObject, ownedBy } from "../kube-object.ts";
import { selects } from "../selectors.ts";
import type { Store } from "../store.ts";
import { forEach } from "./for-each.ts";
import { isDeleting, isOver, isReady, PodTemplate, writeStatus } from "./pods.ts";
import { keepCount, livingPods } from "./replica-sets.ts";

const Spec = z.looseObject({
  replicas: z.number().default(1),
  selector: z.record(z.string(), z.string()).default({}),
  template: PodTemplate,
});

/** ReplicationControllers: so many pods of any name, a successor at once, and every fitting pod that nobody controls. */
export function reconcileReplicationControllers(store: Store): void {
  forEach(store, "replicationcontrollers", (controller) => {
    if (isDeleting(controller)) return;
    const { replicas, selector, template } = Spec.parse(controller["spec"]);
    adopt(store, controller, selector);
    keepCount(store, controller, { replicas, template });
    showStatus(store, controller);
  });
}

function adopt(store: Store, controller: KubeObject, selector: Readonly<Record<string, string>>): void {
  for (const pod of store.list("pods", controller.metadata.namespace)) {
    if (isDeleting(pod) || isOver(pod) || controllerOf(pod) !== undefined) continue;
    if (!selects(selector, pod.metadata.labels)) continue;
    const ownerReferences = [...(pod.metadata.ownerReferences ?? []), ownedBy(controller)];
    store.write("pods", { ...pod, metadata: { ...pod.metadata, ownerReferences } });
  }
}

function showStatus(store: Store, controller: KubeObject): void {
  const pods = livingPods(store, controller);
  const ready = pods.filter(isReady).length;
  const counts = {
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
  };
  writeStatus(store, "replicationcontrollers", controller, counts);
}
