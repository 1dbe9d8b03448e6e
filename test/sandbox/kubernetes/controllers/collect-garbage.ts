import { controllerOf, type KubeObject } from "../kube-object.ts";
import { resources } from "../resources.ts";
import type { Store } from "../store.ts";
import { deletePod } from "./pods.ts";

/** Whatever was controlled by an object that is gone goes, too. */
export function collectGarbage(store: Store): void {
  const kinds = new Map(resources.map(({ kind, plural }) => [kind, plural]));
  for (const { plural } of resources) {
    for (const object of store.list(plural)) {
      const owner = controllerOf(object);
      const ownerPlural = owner === undefined ? undefined : kinds.get(owner.kind);
      if (owner === undefined || ownerPlural === undefined) continue;
      const there = store.read(ownerPlural, object.metadata.namespace ?? "", owner.name);
      if (there?.metadata.uid !== owner.uid) discard(store, plural, object);
    }
  }
}

export function discard(store: Store, plural: string, object: KubeObject): void {
  if (plural === "pods") deletePod(store, object);
  else store.remove(plural, object);
}
