import { randomInt, randomUUID } from "node:crypto";
import { withFirstStatus } from "../defaults/first-status.ts";
import { withClusterIp } from "../defaults/service.ts";
import { withDefaults } from "../defaults/with-defaults.ts";
import { fieldsIn, type KubeObject, type Manifest } from "../kube-object.ts";
import { hasOwnStatus, type Resource } from "../resources.ts";
import { absent, invalid } from "../status-error.ts";
import { faultsIn } from "../validate/validate.ts";
import type { ApiDeps } from "./api-deps.ts";
import { timestamp } from "./timestamp.ts";

/** The object that a create makes of a manifest: named, stamped, with defaults and first status, and checked (422). Its version is empty. */
export function newObject(
  deps: Pick<ApiDeps, "now">,
  resource: Resource,
  manifest: Manifest,
  namespace: string,
): KubeObject {
  const { generateName } = manifest.metadata;
  const name = manifest.metadata.name ?? (generateName ? `${generateName}${suffix()}` : "");
  const { kind, apiVersion, metadata: _, ...fields } = manifest;
  const stamped = {
    kind,
    apiVersion,
    metadata: stamp(manifest, { name, ...(resource.namespaced && { namespace }) }),
    ...fields,
  };
  const filled = withDefaults(hasOwnStatus(resource) ? withFirstStatus(stamped) : stamped);
  const faults = faultsIn(filled);
  if (faults.length > 0) throw invalid(resource, name, faults);
  refuseAbsent(filled);
  return {
    ...filled,
    metadata: {
      ...filled.metadata,
      name,
      uid: randomUUID(),
      resourceVersion: "",
      creationTimestamp: timestamp(deps.now()),
      ...(resource.generations && { generation: 1 }),
    },
  };
}

// The rest of what a server writes itself comes once the object is checked.
function stamp(
  { metadata }: Manifest,
  place: { readonly name: string; readonly namespace?: string },
): Manifest["metadata"] {
  const { name: _, deletionTimestamp: __, deletionGracePeriodSeconds: ___, managedFields: ____, ...given } = metadata;
  return { ...place, ...given };
}

/** A Service's address, given out last: a refused or dry one must not cost any. */
export function withAddress(deps: Pick<ApiDeps, "addresses">, object: KubeObject): KubeObject {
  if (object.kind !== "Service") return object;
  return { ...object, spec: withClusterIp(fieldsIn(object["spec"]), deps.addresses.next) };
}

const letters = "bcdfghjklmnpqrstvwxz2456789";

function suffix(): string {
  return Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
}

// Taken as if it were there, it would be a lie that is found out much later.
function refuseAbsent(object: Manifest): void {
  const spec = fieldsIn(object["spec"]);
  if (object.kind === "Service" && spec["type"] !== "ClusterIP")
    throw absent(`Services of type ${String(spec["type"])}`);
}
