import type { ServerResponse } from "node:http";
import { badRequest, methodNotAllowed } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import type { Answer, ApiRequest } from "./api-request.ts";
import { createObject } from "./create-object.ts";
import { deleteCollection, deleteObject } from "./delete-object.ts";
import { evictPod } from "./evict-pod.ts";
import { readExecRequest } from "./exec-request.ts";
import { findObject } from "./find-object.ts";
import { listObjects } from "./list-objects.ts";
import type { Pages } from "./pages.ts";
import { patchObject } from "./patch-object.ts";
import { scaleObject } from "./scale-object.ts";
import { sendLogs } from "./send-logs.ts";
import { updateObject } from "./update-object.ts";
import type { Verb } from "./verb-of.ts";
import { watchObjects } from "./watch-objects.ts";

/** Answers an allowed request; undefined where it wrote the answer itself, piece by piece. */
export async function handleResource(
  deps: ApiDeps & { readonly pages: Pages },
  request: ApiRequest,
  verb: Verb,
  response: ServerResponse,
): Promise<Answer | undefined> {
  const { subresource } = request.route;
  if (subresource === "log") return void (await sendLogs(deps, request, response));
  if (subresource === "exec") {
    readExecRequest(deps.store, request.route, request.query);
    throw badRequest("Upgrade request required");
  }
  if (subresource === "scale") {
    if (verb === "get" || verb === "update" || verb === "patch") return scaleObject(deps, request, verb);
    throw methodNotAllowed();
  }
  if (subresource === "eviction") return evictPod(deps, request);
  switch (verb) {
    case "get":
      return { code: 200, body: findObject(deps.store, request.route) };
    case "list":
      return listObjects(deps, deps.pages, request);
    case "watch":
      return void watchObjects(deps, request, response);
    case "create":
      return createObject(deps, request);
    case "update":
      return updateObject(deps, request);
    case "patch":
      return patchObject(deps, request);
    case "delete":
      return deleteObject(deps, request);
    case "deletecollection":
      return deleteCollection(deps, request);
  }
}
