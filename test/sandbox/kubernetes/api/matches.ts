import type { Resource } from "../resources.ts";
import { fieldSelector, labelSelector, type Matches } from "../selectors.ts";

/** Whether an object is asked for by the query's selectors. */
export function matchesOf(query: URLSearchParams, resource: Resource): Matches {
  const byLabel = labelSelector(query.get("labelSelector") ?? "");
  const byField = fieldSelector(query.get("fieldSelector") ?? "", resource);
  return (object) => byLabel(object) && byField(object);
}
