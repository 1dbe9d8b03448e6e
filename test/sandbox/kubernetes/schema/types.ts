import { readFileSync } from "node:fs";
import { type FieldType, parseFieldType } from "./field-type.ts";

type Struct = ReadonlyMap<string, FieldType>;

// The structure of what is served, out of the OpenAPI document of Kubernetes 1.34: one type, then its fields, one a line.
const structs = parseTypes(readFileSync(new URL("types.txt", import.meta.url), "utf8"));

/** The type of a kind's whole object. */
export function typeOfKind(kind: string): FieldType {
  return { kind: "struct", name: kind, atomic: false };
}

export function fieldsOf(struct: string): Struct {
  const found = structs.get(struct);
  if (!found) throw new Error(`The sandbox's schema has no type ${struct}.`);
  return found;
}

/** The type of what a field of a struct or an entry of a map holds; undefined where there is no such field. */
export function typeAt(type: FieldType, field: string): FieldType | undefined {
  if (type.kind === "struct") return fieldsOf(type.name).get(field);
  return type.kind === "map" ? type.value : undefined;
}

function parseTypes(text: string): ReadonlyMap<string, Struct> {
  const found = new Map<string, Map<string, FieldType>>();
  let current = new Map<string, FieldType>();
  for (const line of text.split("\n").filter((each) => each !== "")) {
    if (line.startsWith("  ")) {
      const [name = "", ...type] = line.slice(2).split(" ");
      current.set(name, parseFieldType(type.join(" ")));
    } else {
      current = new Map();
      found.set(line, current);
    }
  }
  return found;
}
