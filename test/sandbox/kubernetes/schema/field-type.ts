export type Scalar =
  | "string"
  | "int"
  | "number"
  | "bool"
  | "any"
  | "quantity"
  | "int-or-string"
  | "time"
  | "microtime"
  | "base64";

/**
 * What Kubernetes' OpenAPI says of a field. `atomic`: owned and replaced as a whole. `keys`: the fields that tell the
 * items of a list apart in a server-side apply; `mergeKey` the one that does so in a strategic merge patch, empty where
 * the list's items are plain values.
 */
export type FieldType =
  | { readonly kind: "scalar"; readonly scalar: Scalar; readonly default: string | undefined }
  | { readonly kind: "struct"; readonly name: string; readonly atomic: boolean }
  | { readonly kind: "map"; readonly value: FieldType; readonly atomic: boolean }
  | {
      readonly kind: "list";
      readonly item: FieldType;
      readonly keys: readonly string[];
      readonly isSet: boolean;
      readonly mergeKey: string | undefined;
    };

const scalars: readonly Scalar[] = [
  "string",
  "int",
  "number",
  "bool",
  "any",
  "quantity",
  "int-or-string",
  "time",
  "microtime",
  "base64",
];

/** Reads `[]Container keys:name merge:name`, `{}string atomic`, `ObjectMeta`, `int`. */
export function parseFieldType(text: string): FieldType {
  const [name = "", ...flags] = text.split(" ");
  const atomic = flags.includes("atomic");
  if (name.startsWith("{}")) return { kind: "map", value: parseFieldType(name.slice(2)), atomic };
  if (name.startsWith("[]")) {
    return {
      kind: "list",
      item: parseFieldType(atomic ? `${name.slice(2)} atomic` : name.slice(2)),
      keys: flagValue(flags, "keys")?.split(",") ?? [],
      isSet: flags.includes("set"),
      mergeKey: flagValue(flags, "merge"),
    };
  }
  const scalar = scalars.find((known) => known === name);
  return scalar === undefined
    ? { kind: "struct", name, atomic }
    : { kind: "scalar", scalar, default: flagValue(flags, "default") };
}

function flagValue(flags: readonly string[], name: string): string | undefined {
  return flags.find((flag) => flag.startsWith(`${name}:`))?.slice(name.length + 1);
}
