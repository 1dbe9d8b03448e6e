import type { KubeObject } from "../kube-object.ts";

/** An object as clients see it: one that was only tried has no version. */
export function shown(object: KubeObject): object {
  if (object.metadata.resourceVersion !== "") return object;
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** The same in a list, which says kind and version for all of its items. */
export function shownInList(object: KubeObject): object {
  const { kind: _, apiVersion: __, ...fields } = object;
  return fields;
}
