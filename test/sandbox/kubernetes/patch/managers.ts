import { fieldsIn, type KubeObject, type Manifest } from "../kube-object.ts";
import { fromFieldsV1, toFieldsV1 } from "./fields-v1.ts";

/** Who owns which fields, and by what kind of write. An entry of `managedFields`. */
export type Manager = {
  readonly name: string;
  readonly operation: "Apply" | "Update";
  readonly subresource: string | undefined;
  readonly apiVersion: string;
  readonly time: string;
  readonly fields: ReadonlySet<string>;
};

export function readManagers(object: KubeObject | undefined): readonly Manager[] {
  return (object?.metadata.managedFields ?? []).map((entry) => ({
    name: String(entry["manager"] ?? ""),
    operation: entry["operation"] === "Apply" ? "Apply" : "Update",
    subresource: typeof entry["subresource"] === "string" ? entry["subresource"] : undefined,
    apiVersion: String(entry["apiVersion"] ?? ""),
    time: String(entry["time"] ?? ""),
    fields: fromFieldsV1(fieldsIn(entry["fieldsV1"])),
  }));
}

/** The object with these managers; those that own nothing are left out. */
export function withManagers<T extends Manifest>(object: T, managers: readonly Manager[]): T {
  const entries = managers
    .filter(({ fields }) => fields.size > 0)
    .toSorted(byOperationAndName)
    .map(({ name, operation, subresource, apiVersion, time, fields }) => ({
      manager: name,
      operation,
      apiVersion,
      time,
      fieldsType: "FieldsV1",
      fieldsV1: toFieldsV1(fields),
      ...(subresource === undefined ? {} : { subresource }),
    }));
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: entries.length === 0 ? metadata : { ...metadata, managedFields: entries } };
}

// An order of its own, so that a write which changes nothing is the same object again.
function byOperationAndName(a: Manager, b: Manager): number {
  const [left, right] = [a, b].map(({ operation, name, subresource }) => `${operation} ${name} ${subresource ?? ""}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

export function isSameManager(a: Manager, b: Omit<Manager, "fields">): boolean {
  return a.name === b.name && a.operation === b.operation && a.subresource === b.subresource;
}
