import type { KubeObject, OwnerReference } from "../kube-object.ts";
import { resources } from "../resources.ts";
import type { Store } from "../store.ts";
import { deletePod } from "./pods.ts";

const kinds = new Map(resources.map((resource) => [resource.kind, resource]));

/** Whatever was owned goes when the last of its owners is gone. */
export function collectGarbage(store: Store): void {
  for (const { plural } of resources) {
    for (const object of store.list(plural)) {
      const owners = object.metadata.ownerReferences ?? [];
      if (owners.length > 0 && owners.every((owner) => isGone(store, object, owner))) discard(store, plural, object);
    }
  }
}

/** Of a kind that the sandbox has not got nothing is known: it counts as there. */
function isGone(store: Store, { metadata }: KubeObject, { kind, name, uid }: OwnerReference): boolean {
  const resource = kinds.get(kind);
  if (resource === undefined) return false;
  const there = store.read(resource.plural, resource.namespaced ? (metadata.namespace ?? "") : "", name);
  return there?.metadata.uid !== uid;
}

export function discard(store: Store, plural: string, object: KubeObject): void {
  if (plural === "pods") deletePod(store, object);
  else store.remove(plural, object);
}
