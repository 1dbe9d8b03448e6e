import type { ServerResponse } from "node:http";
import { apiVersionOf, type Resource } from "../resources.ts";
import type { Matches } from "../selectors.ts";
import { expired, type Status } from "../status-error.ts";
import type { Change } from "../watch-log.ts";
import type { ApiDeps } from "./api-deps.ts";
import type { ApiRequest } from "./api-request.ts";
import { matchesOf } from "./matches.ts";

type Event = {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: object | Status;
};

const bookmarkMs = 60_000;
const longestSeconds = 1_800;
// A client that reads no more is hung up on, as a server does whose buffer for it is full.
const mostWaitingBytes = 16 * 1024 * 1024;

/** GET of a collection with `watch=true`: what is there (without a version), then what changes, a line each, until the time is over. */
export function watchObjects(deps: ApiDeps, request: ApiRequest, response: ServerResponse): void {
  const { route, query } = request;
  const { resource, namespace, name } = route;
  const selected = matchesOf(query, resource);
  const matches: Matches = (object) =>
    (namespace === "" || object.metadata.namespace === namespace) &&
    (name === undefined || object.metadata.name === name) &&
    selected(object);
  const send = (event: Event): void => {
    if (response.writableLength > mostWaitingBytes) return void response.destroy();
    response.write(`${JSON.stringify(event)}\n`);
  };
  response.writeHead(200, { "Content-Type": "application/json" });
  response.flushHeaders();
  const given = query.get("resourceVersion") ?? "";
  const version = given === "" || given === "0" ? undefined : Number(given);
  const past = version === undefined ? [] : deps.store.log.since(version);
  if (past === undefined) {
    send({ type: "ERROR", object: expired(`too old resource version: ${given}`).status });
    return void response.end();
  }
  const wantsInitial = version === undefined && query.get("sendInitialEvents") !== "false";
  if (wantsInitial) {
    for (const object of deps.store.list(resource.plural, namespace).filter(matches)) send({ type: "ADDED", object });
  }
  const tell = (change: Change): void => {
    const event = change.plural === resource.plural && change.version > (version ?? 0) && eventOf(change, matches);
    if (event) send(event);
  };
  for (const change of past) tell(change);
  follow({ deps, query, resource, response, send, tell });
}

type Watching = {
  readonly deps: ApiDeps;
  readonly query: URLSearchParams;
  readonly resource: Resource;
  readonly response: ServerResponse;
  readonly send: (event: Event) => void;
  readonly tell: (change: Change) => void;
};

function follow({ deps, query, resource, response, send, tell }: Watching): void {
  const seconds = Number(query.get("timeoutSeconds") ?? 0) || longestSeconds;
  const hasBookmarks = query.get("allowWatchBookmarks") === "true";
  const bookmark = (annotations?: object): void => {
    if (!hasBookmarks) return;
    const metadata = { resourceVersion: String(deps.store.version()), ...(annotations && { annotations }) };
    send({ type: "BOOKMARK", object: { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata } });
  };
  if (query.get("sendInitialEvents") === "true") bookmark({ "k8s.io/initial-events-end": "true" });
  const stop = deps.store.subscribe(tell);
  const bookmarks = setInterval(bookmark, bookmarkMs);
  const over = setTimeout(() => {
    bookmark();
    response.end();
  }, Math.min(seconds, longestSeconds) * 1_000);
  response.once("close", () => {
    stop();
    clearInterval(bookmarks);
    clearTimeout(over);
  });
}

/** What a change is to a watch with a selector: an object that no longer matches is deleted for it, one that now does is new. */
function eventOf({ type, object, previous }: Change, matches: Matches): Event | undefined {
  const did = previous !== undefined && matches(previous);
  const does = type !== "DELETED" && matches(object);
  if (does) return { type: did ? "MODIFIED" : "ADDED", object };
  return did ? { type: "DELETED", object } : undefined;
}
