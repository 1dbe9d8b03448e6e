import { type Fields, fieldsIn, type KubeObject } from "../kube-object.ts";
import { invalid } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import type { Answer, ApiRequest } from "./api-request.ts";
import { findObject } from "./find-object.ts";
import { parseBody } from "./parse-body.ts";
import { applyPatch } from "./patch-object.ts";
import { readManifest } from "./read-manifest.ts";
import { replaceObject } from "./update-object.ts";

const scaleKind = { kind: "Scale", group: "autoscaling", version: "v1", apiVersion: "autoscaling/v1" };

/** GET, PUT and PATCH of `…/scale`. */
export function scaleObject(deps: ApiDeps, request: ApiRequest, verb: "get" | "update" | "patch"): Answer {
  const { route, query, headers, body } = request;
  const before = findObject(deps.store, route);
  if (verb === "get") return { code: 200, body: scaleOf(before) };
  const value = parseBody(body, headers["content-type"], "Scale");
  const wanted = verb === "update" ? value : applyPatch(scaleOf(before), value, headers["content-type"]);
  const { manifest } = readManifest(wanted, scaleKind, query.get("fieldValidation"));
  const replicas = fieldsIn(manifest["spec"])["replicas"] ?? 0;
  if (typeof replicas === "number" && replicas < 0) {
    const message = `Invalid value: ${replicas}: must be greater than or equal to 0`;
    throw invalid(scaleKind, before.metadata.name, [{ field: "spec.replicas", message }]);
  }
  const resourceVersion = manifest.metadata.resourceVersion ?? before.metadata.resourceVersion;
  const after = {
    ...before,
    metadata: { ...before.metadata, resourceVersion },
    spec: { ...fieldsIn(before["spec"]), replicas },
  };
  const { subresource: _, ...whole } = route;
  return { code: 200, body: scaleOf(replaceObject(deps, { ...request, route: whole }, after)) };
}

function scaleOf({ metadata, ...object }: KubeObject): Fields & { readonly kind: string } {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const { replicas, selector } = fieldsIn(object["spec"]);
  const labels = fieldsIn(fieldsIn(selector)["matchLabels"] ?? selector);
  return {
    kind: scaleKind.kind,
    apiVersion: scaleKind.apiVersion,
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas },
    status: {
      replicas: fieldsIn(object["status"])["replicas"] ?? 0,
      selector: Object.entries(labels)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(","),
    },
  };
}
