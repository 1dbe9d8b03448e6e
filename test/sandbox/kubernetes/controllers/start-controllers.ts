import type { Store } from "../store.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { reconcileDeployments } from "./deployments.ts";
import { reconcileDisruptionBudgets } from "./disruption-budgets.ts";
import { emptyNamespaces } from "./empty-namespaces.ts";
import { reconcileEndpointSlices } from "./endpoint-slices.ts";
import { reconcileReplicaSets } from "./replica-sets.ts";
import { reconcileReplicationControllers } from "./replication-controllers.ts";
import { addNodes, schedulePods } from "./schedule-pods.ts";
import { reconcileStatefulSets } from "./stateful-sets.ts";
import { reconcileVolumeClaims } from "./volume-claims.ts";

/** Each looks at the whole store and does what is lacking, or nothing. */
const controllers = [
  emptyNamespaces,
  collectGarbage,
  reconcileStatefulSets,
  reconcileReplicationControllers,
  reconcileDeployments,
  reconcileReplicaSets,
  schedulePods,
  reconcileVolumeClaims,
  reconcileDisruptionBudgets,
  reconcileEndpointSlices,
];

/** Kubernetes' controllers, as far as the sandbox has them: after every change of an object, all look once. */
export function startControllers({ store }: { readonly store: Store }): { readonly stop: () => void } {
  let isDue = false;
  let isStopped = false;
  function look(): void {
    isDue = false;
    if (isStopped) return;
    for (const reconcile of controllers) reconcile(store);
  }
  function lookSoon(): void {
    if (isDue || isStopped) return;
    isDue = true;
    setImmediate(look);
  }
  const unsubscribe = store.subscribe(({ plural }) => {
    if (plural !== "events" && plural !== "leases") lookSoon();
  });
  addNodes(store);
  lookSoon();
  return {
    stop: () => {
      isStopped = true;
      unsubscribe();
    },
  };
}
