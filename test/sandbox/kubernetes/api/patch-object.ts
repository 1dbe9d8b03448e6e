import type { Fields } from "../kube-object.ts";
import { applyJsonPatch } from "../patch/json-patch.ts";
import { applyMergePatch } from "../patch/merge-patch.ts";
import { applyStrategicMerge } from "../patch/strategic-merge.ts";
import { typeOfKind } from "../schema/types.ts";
import { unsupportedMediaType } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import type { Answer, ApiRequest } from "./api-request.ts";
import { applyObject } from "./apply-object.ts";
import { checkDryRun } from "./check-options.ts";
import { findObject } from "./find-object.ts";
import { parseBody } from "./parse-body.ts";
import { readManifest } from "./read-manifest.ts";
import { shown } from "./shown.ts";
import { checkName, replaceObject } from "./update-object.ts";

/** PATCH of an object, or of its status: the four kinds of patch. */
export function patchObject(deps: ApiDeps, request: ApiRequest): Answer {
  const { route, query, headers, body } = request;
  checkDryRun(query, "PatchOptions");
  if (patchType(headers["content-type"]) === "application/apply-patch") return applyObject(deps, request);
  const before = findObject(deps.store, route);
  const value = parseBody(body, headers["content-type"], route.resource.kind);
  const patched = applyPatch(before, value, headers["content-type"]);
  const { manifest, warnings } = readManifest(patched, route.resource, query.get("fieldValidation"));
  checkName(request, manifest);
  return { code: 200, body: shown(replaceObject(deps, request, manifest)), warnings };
}

/** A document with a patch of this content type applied; 415 where no server knows the type. */
export function applyPatch(
  document: Fields & { readonly kind: string },
  patch: unknown,
  contentType: string | undefined,
): unknown {
  switch (patchType(contentType)) {
    case "application/json-patch":
      return applyJsonPatch(document, patch);
    case "application/merge-patch":
      return applyMergePatch(document, patch);
    case "application/strategic-merge-patch":
      return applyStrategicMerge(document, patch, typeOfKind(document.kind));
    default:
      throw unsupportedMediaType();
  }
}

function patchType(contentType: string | undefined): string {
  return (
    (contentType ?? "")
      .split(";")[0]
      ?.replace(/\+(json|yaml)$/, "")
      .trim() ?? ""
  );
}
