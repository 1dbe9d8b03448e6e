import type { ObjectRef } from "../../domain/deploy/manifest.ts";

/** `/apis/apps/v1/namespaces/shop/statefulsets/redis`. */
export function objectPath(namespace: string, { apiVersion, kind, name }: ObjectRef): string {
  const root = apiVersion.includes("/") ? "apis" : "api";
  return ["", root, apiVersion, "namespaces", namespace, plural(kind), encodeURIComponent(name)].join("/");
}

/** Kubernetes' own kinds are plain English plurals. */
function plural(kind: string): string {
  const word = kind.toLowerCase();
  if (word.endsWith("s")) return `${word}es`;
  return word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`;
}
