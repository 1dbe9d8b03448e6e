import { resources } from "../resources.ts";
import type { Store } from "../store.ts";
import { discard } from "./collect-garbage.ts";
import { isDeleting } from "./pods.ts";

/** A namespace that was told to go takes everything in it along, its pods in their own time. */
export function emptyNamespaces(store: Store): void {
  for (const namespace of store.list("namespaces").filter(isDeleting)) {
    const inside = resources
      .filter(({ namespaced }) => namespaced)
      .flatMap(({ plural }) => store.list(plural, namespace.metadata.name).map((object) => ({ plural, object })));
    for (const { plural, object } of inside) discard(store, plural, object);
    const isEmpty = store.list("pods", namespace.metadata.name).length === 0;
    if (isEmpty) store.remove("namespaces", namespace);
  }
}
