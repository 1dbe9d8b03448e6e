import type { KubeObject, Manifest } from "../kube-object.ts";
import { trackUpdate } from "../patch/track-update.ts";
import { apiVersionOf } from "../resources.ts";
import { badRequest, conflict, invalid } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import { type Answer, type ApiRequest, managerName } from "./api-request.ts";
import { changedObject } from "./changed-object.ts";
import { checkDryRun } from "./check-options.ts";
import { commit } from "./commit.ts";
import { insertObject } from "./create-object.ts";
import { findObject } from "./find-object.ts";
import { parseBody } from "./parse-body.ts";
import { readManifest } from "./read-manifest.ts";
import { shown } from "./shown.ts";
import { timestamp } from "./timestamp.ts";

/** PUT of an object, or of its status. */
export function updateObject(deps: ApiDeps, request: ApiRequest): Answer {
  const { route, query, headers, body } = request;
  const { resource, namespace, name = "", subresource } = route;
  checkDryRun(query, "UpdateOptions");
  const value = parseBody(body, headers["content-type"], resource.kind);
  const { manifest, warnings } = readManifest(value, resource, query.get("fieldValidation"));
  checkName(request, manifest);
  const before = deps.store.read(resource.plural, namespace, name);
  if (!before && resource.createsOnUpdate && subresource === undefined && !manifest.metadata.resourceVersion) {
    return { code: 201, body: shown(insertObject(deps, request, manifest)), warnings };
  }
  checkVersion(request, before ?? findObject(deps.store, route), manifest);
  return { code: 200, body: shown(replaceObject(deps, request, manifest)), warnings };
}

/** Stores a changed object, its fields tracked as those of an update. */
export function replaceObject(
  deps: ApiDeps,
  request: Pick<ApiRequest, "route" | "query" | "headers">,
  after: Manifest,
): KubeObject {
  const { resource, subresource } = request.route;
  const before = findObject(deps.store, request.route);
  const changed = changedObject({ resource, before, after, subresource });
  const by = {
    name: managerName(request),
    apiVersion: apiVersionOf(resource),
    time: timestamp(deps.now()),
    subresource,
  };
  const object = trackUpdate({ before, after: changed, by });
  return commit(deps.store, { resource, query: request.query, object });
}

/** 400 where the object is not the one that the path names. */
export function checkName({ route }: Pick<ApiRequest, "route">, { metadata }: Manifest): void {
  const { name = "", namespace } = route;
  if (metadata.name !== undefined && metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  if (metadata.namespace !== undefined && metadata.namespace !== namespace) {
    const names = `(${metadata.namespace}) does not match the namespace on the URL (${namespace})`;
    throw badRequest(`the namespace of the object ${names}`);
  }
}

function checkVersion({ route: { resource } }: ApiRequest, before: KubeObject, { metadata }: Manifest): void {
  const { name, uid } = before.metadata;
  if (metadata.uid !== undefined && metadata.uid !== uid) {
    const why = `UID in precondition: ${metadata.uid}, UID in object meta: ${uid}`;
    throw conflict(
      resource,
      name,
      `StorageError: invalid object, Code: 4, AdditionalErrorMsg: Precondition failed: ${why}`,
    );
  }
  if (resource.mustNameVersion && !metadata.resourceVersion) {
    const message = "Invalid value: 0: must be specified for an update";
    throw invalid(resource, name, [{ field: "metadata.resourceVersion", message }]);
  }
}
