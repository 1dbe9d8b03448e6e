import { z } from "zod";

/** A JSON object whose fields nobody has looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object in a field, or an empty one. */
export function fieldsIn(value: unknown): Fields {
  return isFields(value) ? value : {};
}

const labels = z.record(z.string(), z.string());

const ownerReference = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
  blockOwnerDeletion: z.boolean().optional(),
});
export type OwnerReference = z.infer<typeof ownerReference>;

/** What a client may leave out of an object's metadata. */
const givenMetadata = z.looseObject({
  name: z.string().optional(),
  generateName: z.string().optional(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  generation: z.number().optional(),
  creationTimestamp: z.string().nullish(),
  deletionTimestamp: z.string().nullish(),
  deletionGracePeriodSeconds: z.number().nullish(),
  labels: labels.nullish(),
  annotations: labels.nullish(),
  ownerReferences: z.array(ownerReference).nullish(),
  finalizers: z.array(z.string()).nullish(),
  managedFields: z.array(z.looseObject({})).nullish(),
});

/** An object as a client sends it. */
export const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: givenMetadata,
});
export type Manifest = z.infer<typeof manifestSchema>;

/** An object as the store keeps it: never changed in place, always replaced. */
export const kubeObjectSchema = manifestSchema.extend({
  metadata: givenMetadata.extend({
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    creationTimestamp: z.string(),
  }),
});
export type KubeObject = z.infer<typeof kubeObjectSchema>;

/** Where an object lives: `namespace/name`, or `/name` outside namespaces. */
export function keyOf(object: Manifest): string {
  return `${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""}`;
}

/** The owner that manages the object, where there is one. */
export function controllerOf(object: Manifest): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

/** A reference that makes `owner` the controller of what carries it. */
export function ownedBy(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true };
}
