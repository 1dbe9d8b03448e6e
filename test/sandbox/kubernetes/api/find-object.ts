import type { KubeObject } from "../kube-object.ts";
import { resourceNamed } from "../resources.ts";
import type { Route } from "../route.ts";
import { notFound, StatusError } from "../status-error.ts";
import type { Store } from "../store.ts";

/** The object that a route names; 404. */
export function findObject(store: Store, { resource, namespace, name = "" }: Route): KubeObject {
  const found = store.read(resource.plural, namespace, name);
  if (!found) throw notFound(resource, name);
  return found;
}

/** 404 where the namespace is not there, 403 where it takes nothing new because it is going. */
export function requireNamespace(store: Store, route: Route, name: string): void {
  const { resource, namespace } = route;
  if (!resource.namespaced) return;
  const found = store.read("namespaces", "", namespace);
  if (!found) throw notFound(resourceNamed("namespaces"), namespace);
  if (!found.metadata.deletionTimestamp) return;
  const why = `namespace ${namespace} is being terminated`;
  throw new StatusError({
    code: 403,
    reason: "Forbidden",
    message: `${resource.plural} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    details: {
      name,
      kind: resource.plural,
      causes: [{ reason: "NamespaceTerminating", message: why, field: "metadata.namespace" }],
    },
  });
}
