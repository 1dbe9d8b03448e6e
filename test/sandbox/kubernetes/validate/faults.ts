import type { Fields } from "../kube-object.ts";
import type { Fault } from "./metadata.ts";

export function required(field: string): Fault {
  return { field, reason: "FieldValueRequired", message: "Required value" };
}

export function forbidden(field: string, why: string): Fault {
  return { field, reason: "FieldValueForbidden", message: `Forbidden: ${why}` };
}

/** A fault where the value is none of these. */
export function supported(value: unknown, field: string, values: readonly string[]): readonly Fault[] {
  if (values.some((each) => each === value)) return [];
  const known = values.map((each) => `"${each}"`).join(", ");
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${known}`;
  return [{ field, reason: "FieldValueNotSupported", message }];
}

export function duplicates(list: readonly Fields[], key: string, path: string): readonly Fault[] {
  return list.flatMap((item, index) =>
    item[key] === undefined || list.findIndex((other) => other[key] === item[key]) === index
      ? []
      : [
          {
            field: `${path}[${index}].${key}`,
            reason: "FieldValueDuplicate",
            message: `Duplicate value: ${JSON.stringify(item[key])}`,
          },
        ],
  );
}
