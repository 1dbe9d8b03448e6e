import type { KubeObject } from "../kube-object.ts";
import type { Resource } from "../resources.ts";
import type { Store } from "../store.ts";
import { isDryRun } from "./api-request.ts";

/**
 * Stores a write, or only says what would be stored. An object whose deletion waited for nothing but finalizers goes with the last
 * one; a namespace is its controller's to end.
 */
export function commit(
  store: Store,
  write: { readonly resource: Resource; readonly object: KubeObject; readonly query: URLSearchParams },
): KubeObject {
  const { resource, object } = write;
  if (isDryRun(write)) return object;
  if (resource.plural === "namespaces" || !isOver(object)) return store.write(resource.plural, object);
  store.remove(resource.plural, object);
  return object;
}

function isOver({ metadata }: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = metadata;
  return Boolean(deletionTimestamp) && deletionGracePeriodSeconds === 0 && (finalizers ?? []).length === 0;
}
