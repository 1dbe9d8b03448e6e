import { fieldsIn, type KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";
import { forEach } from "./for-each.ts";
import { isDeleting, isOver } from "./pods.ts";

const inUse = "kubernetes.io/pvc-protection";

/**
 * Claims of volumes: bound when the first pod that uses them has a node, kept for as long as one uses them. The volume itself is a
 * directory of the kubelet's, so there are no PersistentVolumes.
 */
export function reconcileVolumeClaims(store: Store): void {
  forEach(store, "persistentvolumeclaims", (claim) => {
    const users = usersOf(store, claim);
    if (isDeleting(claim)) {
      if (users.length === 0) letGo(store, claim);
    } else if (users.some((pod) => fieldsIn(pod["spec"])["nodeName"])) {
      store.write("persistentvolumeclaims", bound(held(claim)));
    } else {
      store.write("persistentvolumeclaims", held(claim));
    }
  });
}

function usersOf(store: Store, { metadata }: KubeObject): readonly KubeObject[] {
  return store.list("pods", metadata.namespace).filter((pod) => {
    const volumes = fieldsIn(pod["spec"])["volumes"];
    const sources = Array.isArray(volumes) ? volumes.map((volume) => fieldsIn(volume)["persistentVolumeClaim"]) : [];
    return !isOver(pod) && sources.some((source) => fieldsIn(source)["claimName"] === metadata.name);
  });
}

function letGo(store: Store, claim: KubeObject): void {
  const finalizers = (claim.metadata.finalizers ?? []).filter((finalizer) => finalizer !== inUse);
  if (finalizers.length === 0) store.remove("persistentvolumeclaims", claim);
  else store.write("persistentvolumeclaims", { ...claim, metadata: { ...claim.metadata, finalizers } });
}

function held(claim: KubeObject): KubeObject {
  const finalizers = claim.metadata.finalizers ?? [];
  if (finalizers.includes(inUse)) return claim;
  return { ...claim, metadata: { ...claim.metadata, finalizers: [...finalizers, inUse] } };
}

function bound(claim: KubeObject): KubeObject {
  if (fieldsIn(claim["status"])["phase"] === "Bound") return claim;
  const spec = fieldsIn(claim["spec"]);
  const capacity = { storage: fieldsIn(fieldsIn(spec["resources"])["requests"])["storage"] };
  const annotations = { ...claim.metadata.annotations, "pv.kubernetes.io/bind-completed": "yes" };
  return {
    ...claim,
    metadata: { ...claim.metadata, annotations },
    spec: { ...spec, volumeName: `pvc-${claim.metadata.uid}` },
    status: { phase: "Bound", accessModes: spec["accessModes"], capacity },
  };
}
