import { isFields } from "../kube-object.ts";
import type { FieldType, Scalar } from "./field-type.ts";
import { fieldsOf, typeOfKind } from "./types.ts";

/** Thrown where a value is not of its field's type; the message is the end of the sentence that Go's decoder says. */
export class TypeMismatch extends Error {}

/**
 * What a server keeps of an object of a kind: unknown fields are left out and named in `unknown`, nulls and empty lists and maps
 * are left out, as Go does with `omitempty`. Throws `TypeMismatch`.
 */
export function readTyped(kind: string, value: unknown): { readonly value: unknown; readonly unknown: string[] } {
  const unknown: string[] = [];
  return { value: read({ value, type: typeOfKind(kind), path: "", owner: kind, unknown }), unknown };
}

type Place = {
  readonly value: unknown;
  readonly type: FieldType;
  readonly path: string;
  /** Go's name of the field: the struct's, a dot, the path in it. */
  readonly owner: string;
  readonly unknown: string[];
};

function read(place: Place): unknown {
  const { type } = place;
  switch (type.kind) {
    case "scalar":
      return readScalar(place, type.scalar);
    case "struct":
      return readStruct(place, type.name);
    case "map":
      return readMap(place, type.value);
    case "list":
      return readList(place, type.item);
  }
}

function readStruct(place: Place, name: string): unknown {
  if (!isFields(place.value)) throw mismatch(place, `v1.${name}`);
  const types = fieldsOf(name);
  const kept: [string, unknown][] = [];
  for (const [field, value] of Object.entries(place.value)) {
    const type = types.get(field);
    const path = place.path === "" ? field : `${place.path}.${field}`;
    if (type === undefined) place.unknown.push(path);
    else if (value !== null) kept.push([field, read({ ...place, value, type, path, owner: `${name}.${field}` })]);
  }
  return Object.fromEntries(kept.filter(([field, value]) => !isLeftOut(value, types.get(field))));
}

// A struct that is empty says something (`emptyDir: {}`); an empty map or list says nothing.
function isLeftOut(value: unknown, type: FieldType | undefined): boolean {
  if (type?.kind === "list") return Array.isArray(value) && value.length === 0;
  return type?.kind === "map" && isFields(value) && Object.keys(value).length === 0;
}

function readMap(place: Place, type: FieldType): unknown {
  if (!isFields(place.value)) throw mismatch(place, "map[string]string");
  return Object.fromEntries(
    Object.entries(place.value)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, read({ ...place, value, type, path: `${place.path}.${key}` })]),
  );
}

function readList(place: Place, type: FieldType): unknown {
  if (!Array.isArray(place.value)) {
    throw mismatch(place, `[]${type.kind === "struct" ? `v1.${type.name}` : "string"}`);
  }
  return place.value.map((value, index) => read({ ...place, value, type, path: `${place.path}[${index}]` }));
}

const accepted: Record<Scalar, readonly [goType: string, accepts: (value: unknown) => boolean]> = {
  any: ["any", () => true],
  string: ["string", isString],
  time: ["v1.Time", isString],
  microtime: ["v1.MicroTime", isString],
  base64: ["[]uint8", isString],
  int: ["int32", (value) => Number.isInteger(value)],
  number: ["float64", (value) => typeof value === "number"],
  bool: ["bool", (value) => typeof value === "boolean"],
  quantity: ["resource.Quantity", (value) => isString(value) || typeof value === "number"],
  "int-or-string": ["intstr.IntOrString", (value) => isString(value) || Number.isInteger(value)],
};

function isString(value: unknown): boolean {
  return typeof value === "string";
}

function readScalar(place: Place, scalar: Scalar): unknown {
  const [goType, accepts] = accepted[scalar];
  if (!accepts(place.value)) throw mismatch(place, goType);
  if (scalar === "base64") checkBase64(String(place.value));
  if (scalar === "time" || scalar === "microtime") checkTime(String(place.value), scalar);
  return scalar === "quantity" ? String(place.value) : place.value;
}

function checkBase64(text: string): void {
  if (Buffer.from(text, "base64").toString("base64") === text.replaceAll(/[\r\n]/g, "")) return;
  const at = Math.max(0, text.search(/[^A-Za-z0-9+/=]/));
  throw new TypeMismatch(`illegal base64 data at input byte ${at}`);
}

// Go reads a MicroTime with six digits after the point, and no other number of them.
function checkTime(text: string, scalar: "time" | "microtime"): void {
  const isFine = scalar === "time" || /\.\d{6}(Z|[+-]\d\d:\d\d)$/.test(text);
  if (isFine && !Number.isNaN(Date.parse(text))) return;
  const form = scalar === "time" ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00";
  throw new TypeMismatch(`parsing time ${JSON.stringify(text)} as ${JSON.stringify(form)}`);
}

function mismatch({ value, owner }: Place, goType: string): TypeMismatch {
  const given = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
  return new TypeMismatch(`json: cannot unmarshal ${given} into Go struct field ${owner} of type ${goType}`);
}
