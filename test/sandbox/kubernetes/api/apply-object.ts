import { fieldsIn, type KubeObject } from "../kube-object.ts";
import { applyServerSide } from "../patch/server-side-apply.ts";
import { apiVersionOf, hasOwnStatus } from "../resources.ts";
import { badRequest, notFound } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import { type Answer, type ApiRequest, managerName } from "./api-request.ts";
import { changedObject } from "./changed-object.ts";
import { requiredOption } from "./check-options.ts";
import { commit } from "./commit.ts";
import { insertObject } from "./create-object.ts";
import { parseBody } from "./parse-body.ts";
import { type ReadManifest, readManifest } from "./read-manifest.ts";
import { shown } from "./shown.ts";
import { timestamp } from "./timestamp.ts";
import { checkName } from "./update-object.ts";

/** PATCH by server-side apply: makes what is not there. */
export function applyObject(deps: ApiDeps, request: ApiRequest): Answer {
  const { route, query, headers, body, user } = request;
  const { resource, namespace, name = "", subresource } = route;
  if (!query.get("fieldManager")) throw requiredOption("PatchOptions", "fieldManager", "is required for apply patch");
  const { manifest, warnings } = readApplied(request, parseBody(body, headers["content-type"], resource.kind));
  const by = {
    name: managerName(request),
    apiVersion: apiVersionOf(resource),
    time: timestamp(deps.now()),
    subresource,
  };
  const force = query.get("force") === "true";
  const live = deps.store.read(resource.plural, namespace, name);
  if (!live) {
    if (subresource !== undefined) throw notFound(resource, name);
    deps.access.check(user, { verb: "create", resource, namespace, name });
    const named = { ...manifest, metadata: { ...manifest.metadata, name } };
    const track = (made: KubeObject): KubeObject =>
      withManagersOf(applyServerSide({ live: made, applied: manifest, by, force }), made);
    return { code: 201, body: shown(insertObject(deps, request, named, track)), warnings };
  }
  const applied = applyServerSide({ live, applied: manifest, by, force });
  const changed = changedObject({ resource, before: live, after: applied, subresource });
  const object = withManagersOf(applied, changed);
  return { code: 200, body: shown(commit(deps.store, { resource, query, object })), warnings };
}

function withManagersOf({ metadata: { managedFields } }: KubeObject, object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: managedFields ? { ...metadata, managedFields } : metadata };
}

// The status belongs to its subresource alone, and to that nothing else.
function readApplied({ route, query }: ApiRequest, value: unknown): ReadManifest {
  const { kind, apiVersion } = fieldsIn(value);
  if (!kind || !apiVersion) throw badRequest("invalid object type: /, Kind=");
  const { resource, subresource } = route;
  const { manifest, warnings } = readManifest(value, resource, query.get("fieldValidation"));
  checkName({ route }, manifest);
  const { status, ...others } = manifest;
  if (!hasOwnStatus(resource)) return { manifest, warnings };
  if (subresource === undefined) return { manifest: others, warnings };
  const { name, namespace } = manifest.metadata;
  const metadata = { ...(name && { name }), ...(namespace && { namespace }) };
  return { manifest: { apiVersion: manifest.apiVersion, kind: manifest.kind, metadata, status }, warnings };
}
