import { findResource, type Resource } from "./resources.ts";
import { absent, noSuchPath } from "./status-error.ts";

/** What a path names: a resource, perhaps one object of it, perhaps a subresource of that. */
export type Route = {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name?: string;
  readonly subresource?: string;
};

/** The route of a path; undefined where it names no resource at all (discovery, health). Throws a 501 for what is absent. */
export function parseRoute(path: string): Route | undefined {
  const [root, ...parts] = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  if (root === "api" && parts.length > 1) return inGroup("", parts[0] ?? "", parts.slice(1));
  if (root === "apis" && parts.length > 2) return inGroup(parts[0] ?? "", parts[1] ?? "", parts.slice(2));
  return undefined;
}

// `namespaces/x` and its subresources are objects themselves; any other word after `namespaces/x/` is in the namespace.
function inGroup(group: string, version: string, parts: readonly string[]): Route {
  const [first, namespace = "", third] = parts;
  const isInNamespace = first === "namespaces" && third !== undefined && !["status", "finalize"].includes(third);
  const [plural = "", name, subresource, ...rest] = isInNamespace ? parts.slice(2) : parts;
  const resource = servedResource(group, version, plural);
  if (rest.length > 0) throw absent(`the path ${parts.join("/")}`);
  const isOutside = name !== undefined && resource.namespaced && !isInNamespace;
  if (isOutside || (isInNamespace && !resource.namespaced)) throw noSuchPath();
  if (subresource !== undefined && !resource.subresources?.includes(subresource)) {
    throw absent(`the subresource "${plural}/${subresource}"`);
  }
  return {
    resource,
    namespace: isInNamespace ? namespace : "",
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  };
}

function servedResource(group: string, version: string, plural: string): Resource {
  const found = findResource(group, version, plural);
  if (found) return found;
  const where = group === "" ? "" : ` in the API group "${group}"`;
  throw absent(`the resource "${plural}"${where}${version === "v1" ? "" : `, version ${version}`}`);
}
