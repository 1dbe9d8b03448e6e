import { splitPath } from "./field-paths.ts";

const identity = new Set(["f:apiVersion", "f:kind"]);
const stamped = new Set([
  "f:name",
  "f:namespace",
  "f:uid",
  "f:resourceVersion",
  "f:generation",
  "f:creationTimestamp",
  "f:deletionTimestamp",
  "f:deletionGracePeriodSeconds",
  "f:selfLink",
  "f:managedFields",
]);

/** What tells an object apart, or is stamped on it by the server, belongs to nobody. */
export function isUnowned(path: string): boolean {
  const [first = "", second = ""] = splitPath(path);
  return identity.has(first) || (first === "f:metadata" && (second === "" || stamped.has(second)));
}
