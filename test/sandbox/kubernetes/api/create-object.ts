import { randomUUID } from "node:crypto";
import type { KubeObject, Manifest } from "../kube-object.ts";
import { trackUpdate } from "../patch/track-update.ts";
import { apiVersionOf } from "../resources.ts";
import type { Route } from "../route.ts";
import { alreadyExists, badRequest, StatusError } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import { type Answer, type ApiRequest, isDryRun, managerName } from "./api-request.ts";
import { checkDryRun } from "./check-options.ts";
import { commit } from "./commit.ts";
import { requireNamespace } from "./find-object.ts";
import { newObject, withAddress } from "./new-object.ts";
import { parseBody } from "./parse-body.ts";
import { readManifest } from "./read-manifest.ts";
import { shown } from "./shown.ts";
import { timestamp } from "./timestamp.ts";

/** POST of a collection. */
export function createObject(deps: ApiDeps, request: ApiRequest): Answer {
  const { route, query, headers, body } = request;
  checkDryRun(query, "CreateOptions");
  const value = parseBody(body, headers["content-type"], route.resource.kind);
  const { manifest, warnings } = readManifest(value, route.resource, query.get("fieldValidation"));
  return { code: 201, body: shown(insertObject(deps, request, manifest)), warnings };
}

/** Makes and stores a new object. `track` writes down whose its fields are; else they are an update's. */
export function insertObject(
  deps: ApiDeps,
  request: Pick<ApiRequest, "route" | "query" | "headers">,
  manifest: Manifest,
  track?: (made: KubeObject) => KubeObject,
): KubeObject {
  const { route, query } = request;
  const { resource, namespace } = route;
  checkNew(route, manifest);
  requireNamespace(deps.store, route, manifest.metadata.name ?? "");
  const made = newObject(deps, resource, manifest, namespace);
  if (deps.store.read(resource.plural, namespace, made.metadata.name)) {
    throw alreadyExists(resource, made.metadata.name);
  }
  const by = {
    name: managerName(request),
    apiVersion: apiVersionOf(resource),
    time: timestamp(deps.now()),
    subresource: undefined,
  };
  const tracked = track ? track(made) : trackUpdate({ before: undefined, after: made, by });
  const object = isDryRun({ query }) ? tracked : withAddress(deps, tracked);
  const stored = commit(deps.store, { resource, query, object });
  if (resource.plural === "namespaces" && stored.metadata.resourceVersion !== "") makeAccount(deps, stored);
  return stored;
}

function checkNew({ namespace }: Route, { metadata }: Manifest): void {
  if (metadata.namespace !== undefined && metadata.namespace !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  if (metadata.resourceVersion) {
    throw new StatusError({ code: 500, message: "resourceVersion should not be set on objects to be created" });
  }
}

// A controller's work in a real cluster, which takes it a moment; until then it refuses pods.
function makeAccount(deps: ApiDeps, { metadata }: KubeObject): void {
  const uid = randomUUID();
  const { creationTimestamp } = metadata;
  const account = { name: "default", namespace: metadata.name, uid, resourceVersion: "", creationTimestamp };
  deps.store.write("serviceaccounts", { kind: "ServiceAccount", apiVersion: "v1", metadata: account });
}
