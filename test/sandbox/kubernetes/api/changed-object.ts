import { isDeepStrictEqual } from "node:util";
import { withDefaults } from "../defaults/with-defaults.ts";
import { fieldsIn, type KubeObject, type Manifest } from "../kube-object.ts";
import { hasOwnStatus, type Resource } from "../resources.ts";
import { conflict, invalid, staleVersion } from "../status-error.ts";
import { faultsIn } from "../validate/validate.ts";
import { updateFaultsIn } from "../validate/validate-update.ts";

/** A write of an object that is there. */
export type Change = {
  readonly resource: Resource;
  readonly before: KubeObject;
  readonly after: Manifest;
  readonly subresource?: string | undefined;
};

/**
 * The object that an update or patch makes: what only the server writes is kept, the status too (or, through the subresource, all
 * but the status); defaults and a new generation where the spec changed. 409 for an old version, 422 for what may not be.
 */
export function changedObject(change: Change): KubeObject {
  const { resource, before, after } = change;
  const version = after.metadata.resourceVersion ?? "";
  if (version !== "" && version !== before.metadata.resourceVersion) {
    throw conflict(resource, before.metadata.name, staleVersion);
  }
  const filled = withDefaults(withKeptAddress(before, ownPart(change)));
  const object = { ...filled, metadata: keptMetadata(before, filled) };
  const faults = [...updateFaultsIn(before, object), ...faultsIn(object)];
  if (faults.length > 0) throw invalid(resource, before.metadata.name, faults);
  const isNew = resource.generations && !isDeepStrictEqual(specOf(before), specOf(object));
  if (!isNew) return object;
  return { ...object, metadata: { ...object.metadata, generation: (before.metadata.generation ?? 0) + 1 } };
}

function specOf({ metadata: _, status: __, ...spec }: Manifest): object {
  return spec;
}

function ownPart({ resource, before, after, subresource }: Change): Manifest {
  if (!hasOwnStatus(resource)) return after;
  if (subresource === "status") return { ...before, metadata: after.metadata, status: after["status"] };
  const { status: _, ...changed } = after;
  return before["status"] === undefined ? changed : { ...changed, status: before["status"] };
}

// An address that an update leaves out is the one that the Service has.
function withKeptAddress(before: KubeObject, after: Manifest): Manifest {
  if (before.kind !== "Service") return after;
  const { clusterIP, clusterIPs } = fieldsIn(before["spec"]);
  const spec = fieldsIn(after["spec"]);
  return spec["clusterIP"] ? after : { ...after, spec: { ...spec, clusterIP, clusterIPs } };
}

function keptMetadata(before: KubeObject, { metadata }: Manifest): KubeObject["metadata"] {
  const { name, namespace, uid, resourceVersion, creationTimestamp, generation } = before.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds } = before.metadata;
  const { managedFields: _, deletionTimestamp: __, deletionGracePeriodSeconds: ___, ...given } = metadata;
  return {
    ...given,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: given.uid ?? uid,
    resourceVersion,
    creationTimestamp,
    ...(generation === undefined ? {} : { generation }),
    ...(deletionTimestamp ? { deletionTimestamp, deletionGracePeriodSeconds: deletionGracePeriodSeconds ?? 0 } : {}),
    ...(before.metadata.managedFields ? { managedFields: before.metadata.managedFields } : {}),
  };
}
