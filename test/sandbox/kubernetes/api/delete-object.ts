import type { KubeObject } from "../kube-object.ts";
import type { Resource } from "../resources.ts";
import { absent, deleted, StatusError } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import { type Answer, type ApiRequest, isDryRun } from "./api-request.ts";
import { type DeleteOptions, readDeleteOptions } from "./delete-options.ts";
import { findObject } from "./find-object.ts";
import { graceOf } from "./grace.ts";
import { matchesOf } from "./matches.ts";
import { orphanDependents } from "./orphan-dependents.ts";
import { shown, shownInList } from "./shown.ts";
import { timestamp } from "./timestamp.ts";

/** DELETE of an object: gone at once, or marked and left to the kubelet, a controller or its finalizers. */
export function deleteObject(deps: ApiDeps, request: ApiRequest): Answer {
  const options = readDeleteOptions(request);
  const { resource } = request.route;
  const object = findObject(deps.store, request.route);
  const { left, isGone } = removeOne(deps, resource, object, options);
  const { name, uid } = left.metadata;
  const asStatus = isGone && !resource.answersDeleted;
  return { code: 200, body: asStatus ? deleted(resource, { name, uid }) : shown(left) };
}

/** DELETE of a collection: of all that the selectors match. */
export function deleteCollection(deps: ApiDeps, request: ApiRequest): Answer {
  const options = readDeleteOptions(request);
  const { resource, namespace } = request.route;
  const matches = matchesOf(request.query, resource);
  const found = deps.store.list(resource.plural, namespace).filter(matches);
  const items = found.map((object) => shownInList(removeOne(deps, resource, object, options).left));
  const metadata = { resourceVersion: String(deps.store.version()) };
  return {
    code: 200,
    body: { kind: `${resource.kind}List`, apiVersion: found[0]?.apiVersion ?? "v1", metadata, items },
  };
}

function removeOne(
  deps: ApiDeps,
  resource: Resource,
  object: KubeObject,
  options: DeleteOptions,
): { readonly left: KubeObject; readonly isGone: boolean } {
  checkPreconditions(resource, object, options);
  if (options.propagation === "Foreground") throw absent("deletion in the foreground (propagationPolicy=Foreground)");
  const { metadata } = object;
  const graceSeconds = graceOf(object, options.graceSeconds);
  const isHeld = (metadata.finalizers ?? []).length > 0 || resource.plural === "namespaces" || graceSeconds > 0;
  const marked = isHeld || resource.plural === "pods" ? mark(object, resource, graceSeconds, deps.now()) : object;
  if (isDryRun(options)) return { left: marked, isGone: !isHeld };
  // The API of a ReplicationController is older than garbage collection: its pods stay unless the request says otherwise.
  const isOrphaning = resource.plural === "replicationcontrollers" && options.propagation === undefined;
  if (isOrphaning || options.propagation === "Orphan") orphanDependents(deps.store, object);
  if (isHeld) return { left: deps.store.write(resource.plural, marked), isGone: false };
  deps.store.remove(resource.plural, object);
  return { left: marked, isGone: true };
}

function mark(object: KubeObject, resource: Resource, graceSeconds: number, now: Date): KubeObject {
  const { metadata } = object;
  const isMarked = Boolean(metadata.deletionTimestamp);
  if (isMarked && (metadata.deletionGracePeriodSeconds ?? 0) <= graceSeconds) return object;
  const deletionTimestamp = timestamp(new Date(now.getTime() + graceSeconds * 1_000));
  const generation = resource.generations && !isMarked ? { generation: (metadata.generation ?? 0) + 1 } : {};
  const times = {
    deletionTimestamp,
    ...(resource.plural !== "namespaces" && { deletionGracePeriodSeconds: graceSeconds }),
  };
  const phase = resource.plural === "namespaces" ? { status: { phase: "Terminating" } } : {};
  return { ...object, ...phase, metadata: { ...metadata, ...times, ...generation } };
}

function checkPreconditions(resource: Resource, { metadata }: KubeObject, options: DeleteOptions): void {
  const { name, uid, resourceVersion } = metadata;
  if (options.uid !== undefined && options.uid !== uid) {
    const differs = `the UID in the precondition (${options.uid}) does not match the UID in record (${uid})`;
    throw unmet(resource, name, `${differs}. The object might have been deleted and then recreated`);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    const given = options.resourceVersion;
    const differs = `the ResourceVersion in the precondition (${given}) does not match the ResourceVersion in record (${resourceVersion})`;
    throw unmet(resource, name, `${differs}. The object might have been modified`);
  }
}

// Here alone Kubernetes names the kind where it otherwise names the resource.
function unmet({ kind, group }: Resource, name: string, why: string): StatusError {
  return new StatusError({
    code: 409,
    reason: "Conflict",
    message: `Operation cannot be fulfilled on ${group === "" ? kind : `${kind}.${group}`} "${name}": ${why}`,
    details: { name, ...(group === "" ? {} : { group }), kind },
  });
}
