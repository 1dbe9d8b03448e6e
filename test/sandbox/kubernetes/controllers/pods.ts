import { z } from "zod";
import { newObject } from "../api/new-object.ts";
import { timestamp } from "../api/timestamp.ts";
import { controllerOf, fieldsIn, type KubeObject, type Manifest, ownedBy } from "../kube-object.ts";
import { resourceNamed } from "../resources.ts";
import type { Store } from "../store.ts";

/** A workload's `spec.template`. */
export const PodTemplate = z.looseObject({
  metadata: z
    .looseObject({
      labels: z.record(z.string(), z.string()).optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  spec: z.looseObject({}),
});
export type PodTemplate = z.infer<typeof PodTemplate>;

export function podsOf(store: Store, owner: KubeObject): readonly KubeObject[] {
  return store.list("pods", owner.metadata.namespace).filter((pod) => controllerOf(pod)?.uid === owner.metadata.uid);
}

/** Makes a pod as a client's create would, owned by what made it. */
export function makePod(
  store: Store,
  owner: KubeObject,
  template: PodTemplate,
  more: { readonly metadata: Manifest["metadata"]; readonly spec?: object },
): void {
  const { namespace = "" } = owner.metadata;
  const manifest: Manifest = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...template.metadata,
      ...more.metadata,
      labels: { ...template.metadata?.labels, ...more.metadata.labels },
      namespace,
      ownerReferences: [ownedBy(owner)],
    },
    spec: { ...template.spec, ...more.spec },
  };
  store.write("pods", newObject({ now: () => new Date() }, resourceNamed("pods"), manifest, namespace));
}

/** Tells a pod to go, as the API's delete does. */
export function deletePod(store: Store, pod: KubeObject): void {
  if (isDeleting(pod)) return;
  const spec = fieldsIn(pod["spec"]);
  if (!spec["nodeName"]) {
    store.remove("pods", pod);
    return;
  }
  const graceSeconds = Number(spec["terminationGracePeriodSeconds"] ?? 30);
  const deletionTimestamp = timestamp(new Date(Date.now() + graceSeconds * 1000));
  const times = { deletionTimestamp, deletionGracePeriodSeconds: graceSeconds };
  store.write("pods", { ...pod, metadata: { ...pod.metadata, ...times } });
}

export function isDeleting(object: KubeObject): boolean {
  return Boolean(object.metadata.deletionTimestamp);
}

function phaseOf(pod: KubeObject): string {
  return String(fieldsIn(pod["status"])["phase"] ?? "Pending");
}

export function isOver(pod: KubeObject): boolean {
  return ["Succeeded", "Failed"].includes(phaseOf(pod));
}

export function isReady(pod: KubeObject): boolean {
  const conditions = fieldsIn(pod["status"])["conditions"];
  const all = Array.isArray(conditions) ? conditions.map(fieldsIn) : [];
  return all.some((condition) => condition["type"] === "Ready" && condition["status"] === "True");
}

/** Writes a workload's status where it differs. */
export function writeStatus(store: Store, plural: string, object: KubeObject, status: object): void {
  const now = store.read(plural, object.metadata.namespace ?? "", object.metadata.name);
  if (now?.metadata.uid !== object.metadata.uid) return;
  const observed = { observedGeneration: now.metadata.generation ?? 1 };
  store.write(plural, { ...now, status: { ...fieldsIn(now["status"]), ...status, ...observed } });
}
