import { apiVersionOf } from "../resources.ts";
import { badRequest, StatusError } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import type { Answer, ApiRequest } from "./api-request.ts";
import { matchesOf } from "./matches.ts";
import type { Pages } from "./pages.ts";
import { shownInList } from "./shown.ts";

/** GET of a collection, whole or in pages. */
export function listObjects(deps: ApiDeps, pages: Pages, { route, query }: ApiRequest): Answer {
  const { resource, namespace, name } = route;
  checkVersion(query.get("resourceVersion"), deps.store.version());
  const matches = matchesOf(query, resource);
  const token = query.get("continue");
  const all = () => deps.store.list(resource.plural, namespace).filter((object) => matches(object));
  const { version, items } = token ? pages.take(token) : { version: deps.store.version(), items: all() };
  const wanted = name === undefined ? items : items.filter(({ metadata }) => metadata.name === name);
  const limit = limitOf(query) ?? wanted.length;
  const rest = wanted.slice(limit);
  const isSelected = query.has("labelSelector") || query.has("fieldSelector");
  const metadata = {
    resourceVersion: String(version),
    ...(rest.length > 0 && { continue: pages.keep({ version, items: rest }) }),
    ...(rest.length > 0 && !isSelected && { remainingItemCount: rest.length }),
  };
  return {
    code: 200,
    body: {
      kind: `${resource.kind}List`,
      apiVersion: apiVersionOf(resource),
      metadata,
      items: wanted.slice(0, limit).map(shownInList),
    },
  };
}

function limitOf(query: URLSearchParams): number | undefined {
  const limit = Number(query.get("limit") ?? 0);
  return Number.isInteger(limit) && limit > 0 ? limit : undefined;
}

/** 400 for what is no version, 504 for one that is yet to come. */
function checkVersion(text: string | null, current: number): void {
  if (text === null || text === "") return;
  if (!/^\d+$/.test(text)) {
    const why = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
    throw badRequest(`invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(text)}: ${why}`);
  }
  if (Number(text) <= current) return;
  throw new StatusError({
    code: 504,
    reason: "Timeout",
    message: `Timeout: Too large resource version: ${text}, current: ${current}`,
    details: {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      retryAfterSeconds: 1,
    },
  });
}
