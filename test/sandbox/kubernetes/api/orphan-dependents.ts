import type { KubeObject } from "../kube-object.ts";
import { resources } from "../resources.ts";
import type { Store } from "../store.ts";

/** Makes what belonged to the owner nobody's, so that garbage collection leaves it alone. */
export function orphanDependents(store: Store, owner: KubeObject): void {
  for (const { plural } of resources) {
    for (const object of store.list(plural)) {
      const { ownerReferences, ...metadata } = object.metadata;
      const left = (ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
      if (left.length === (ownerReferences ?? []).length) continue;
      store.write(plural, {
        ...object,
        metadata: left.length === 0 ? metadata : { ...metadata, ownerReferences: left },
      });
    }
  }
}
