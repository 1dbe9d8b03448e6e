import type { Manifest } from "../kube-object.ts";
import type { Cause } from "../status-error.ts";
import { nameFaults } from "./names.ts";

export type Fault = Cause & { readonly field: string };

const namePart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const prefix = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const nameRule =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

export function metadataFaults({ kind, metadata }: Manifest): readonly Fault[] {
  const { name, labels, annotations, finalizers } = metadata;
  if (name === undefined || name === "") {
    const message = "Required value: name or generateName is required";
    return [{ field: "metadata.name", reason: "FieldValueRequired", message }];
  }
  return [
    ...nameFaults(kind, name),
    ...labelFaults(labels ?? {}, "metadata.labels"),
    ...Object.keys(annotations ?? {}).flatMap((key) => keyFaults(key, "metadata.annotations")),
    ...(finalizers ?? []).flatMap((finalizer) => keyFaults(finalizer, "metadata.finalizers")),
  ];
}

export function labelFaults(labels: Readonly<Record<string, unknown>>, field: string): readonly Fault[] {
  return Object.entries(labels).flatMap(([key, value]) => [...keyFaults(key, field), ...valueFaults(value, field)]);
}

function keyFaults(key: string, field: string): readonly Fault[] {
  const parts = key.split("/");
  const name = parts.at(-1) ?? "";
  const isNamed = namePart.test(name) && name.length <= 63;
  const isPrefixed = parts.length === 1 || (parts.length === 2 && prefix.test(parts[0] ?? ""));
  return isNamed && isPrefixed ? [] : [{ field, message: `Invalid value: ${JSON.stringify(key)}: ${nameRule}` }];
}

function valueFaults(value: unknown, field: string): readonly Fault[] {
  const text = String(value);
  if (text === "" || (namePart.test(text) && text.length <= 63)) return [];
  return [{ field, message: `Invalid value: ${JSON.stringify(text)}: ${valueRule}` }];
}
