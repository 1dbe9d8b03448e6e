import { budgetsOf } from "../controllers/disruption-budgets.ts";
import { isDeleting, isOver, isReady } from "../controllers/pods.ts";
import { fieldsIn, type KubeObject } from "../kube-object.ts";
import { badRequest, StatusError } from "../status-error.ts";
import type { Store } from "../store.ts";
import type { ApiDeps } from "./api-deps.ts";
import { type Answer, type ApiRequest, isDryRun } from "./api-request.ts";
import { deleteObject } from "./delete-object.ts";
import { findObject } from "./find-object.ts";
import { parseBody } from "./parse-body.ts";
import { readManifest } from "./read-manifest.ts";

const evictionKind = { kind: "Eviction", group: "policy", version: "v1" };
const violated = "Cannot evict pod as it would violate the pod's disruption budget.";
const severalBudgets =
  "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";

/** POST of `pods/NAME/eviction`: a deletion that the pod's disruption budget must allow; 429 where it does not. */
export function evictPod(deps: ApiDeps, request: ApiRequest): Answer {
  const { route, query, headers, body } = request;
  const value = parseBody(body, headers["content-type"], evictionKind.kind);
  const { manifest } = readManifest(value, evictionKind, query.get("fieldValidation"));
  if (manifest.metadata.name !== undefined && manifest.metadata.name !== route.name) {
    throw badRequest("name in URL does not match name in Eviction object");
  }
  const { subresource: _, ...whole } = route;
  const pod = findObject(deps.store, whole);
  const deletion = { ...request, route: whole, body: Buffer.from(JSON.stringify(manifest["deleteOptions"] ?? {})) };
  const isDry = isDryRun(request) || saysDryRun(manifest["deleteOptions"]);
  if (!isFreeToGo(pod)) spend(deps.store, pod, isDry);
  deleteObject(deps, { ...deletion, headers: { ...headers, "content-type": "application/json" } });
  return { code: 201, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 } };
}

function saysDryRun(options: unknown): boolean {
  const dryRun = fieldsIn(options)["dryRun"];
  return Array.isArray(dryRun) && dryRun.includes("All");
}

/** Who serves nobody yet, or no longer, disturbs nobody by going. */
function isFreeToGo(pod: KubeObject): boolean {
  return isDeleting(pod) || isOver(pod) || fieldsIn(pod["status"])["phase"] === "Pending";
}

/** Takes one from the budget's allowance, which its controller counts anew once the pod is told to go. */
function spend(store: Store, pod: KubeObject, isDry: boolean): void {
  const [budget, another] = budgetsOf(store, pod);
  if (budget === undefined) return;
  if (another !== undefined) throw new StatusError({ code: 500, message: severalBudgets });
  const status = fieldsIn(budget["status"]);
  if (!isReady(pod) && mayGoUnready(budget)) return;
  const allowed = Number(status["disruptionsAllowed"] ?? 0);
  if (allowed === 0 || status["observedGeneration"] !== budget.metadata.generation) throw tooMany(budget);
  if (isDry) return;
  store.write("poddisruptionbudgets", { ...budget, status: { ...status, disruptionsAllowed: allowed - 1 } });
}

/** A pod that is not ready costs nothing where the others are enough, or where the budget says so. */
function mayGoUnready(budget: KubeObject): boolean {
  if (fieldsIn(budget["spec"])["unhealthyPodEvictionPolicy"] === "AlwaysAllow") return true;
  const { currentHealthy, desiredHealthy } = fieldsIn(budget["status"]);
  return Number(desiredHealthy ?? 0) > 0 && Number(currentHealthy ?? 0) >= Number(desiredHealthy);
}

function tooMany(budget: KubeObject): StatusError {
  const { name, generation } = budget.metadata;
  const { currentHealthy, desiredHealthy, observedGeneration } = fieldsIn(budget["status"]);
  const isKnown = observedGeneration === generation;
  const message = isKnown
    ? `The disruption budget ${name} needs ${String(desiredHealthy ?? 0)} healthy pods and has ${String(currentHealthy ?? 0)} currently`
    : `The disruption budget ${name} is still being processed by the server.`;
  const causes = [{ reason: "DisruptionBudget", message }];
  const details = isKnown ? { causes } : { causes, retryAfterSeconds: 10 };
  return new StatusError({ code: 429, reason: "TooManyRequests", message: violated, details });
}
