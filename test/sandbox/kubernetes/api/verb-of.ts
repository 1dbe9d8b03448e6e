import type { Route } from "../route.ts";
import { methodNotAllowed } from "../status-error.ts";

export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";

/** What a method means on a route, in the words of Kubernetes' roles; 405 where it means nothing. */
export function verbOf(method: string, route: Route, query: URLSearchParams): Verb {
  const verb =
    route.subresource === undefined ? onResource(method, route, query) : onSubresource(method, route.subresource);
  if (verb === undefined) throw methodNotAllowed();
  return verb;
}

function onResource(method: string, { resource, namespace, name }: Route, query: URLSearchParams): Verb | undefined {
  if (method === "GET" && ["true", "1"].includes(query.get("watch") ?? "")) return "watch";
  if (name !== undefined) return onObject[method];
  // All namespaces at once can be read, and no more.
  return resource.namespaced && namespace === "" && method !== "GET" ? undefined : onCollection[method];
}

const onCollection: Readonly<Record<string, Verb>> = { GET: "list", POST: "create", DELETE: "deletecollection" };
const onObject: Readonly<Record<string, Verb>> = { GET: "get", PUT: "update", PATCH: "patch", DELETE: "delete" };

function onSubresource(method: string, subresource: string): Verb | undefined {
  if (subresource === "eviction") return method === "POST" ? "create" : undefined;
  if (method === "GET") return "get";
  if (subresource === "exec") return method === "POST" ? "create" : undefined;
  return subresource === "log" || method === "DELETE" ? undefined : onObject[method];
}
