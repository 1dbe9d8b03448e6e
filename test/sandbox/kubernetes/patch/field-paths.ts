import { type Fields, fieldsIn, isFields } from "../kube-object.ts";
import type { FieldType } from "../schema/field-type.ts";
import { fieldsOf, typeAt } from "../schema/types.ts";

/**
 * The fields of an object as server-side apply counts them: each path is a chain of `f:field`, `k:{"key":…}` and `v:value`,
 * its value the JSON of what is there. An item of a keyed list is a path of its own.
 */
export type FieldPaths = ReadonlyMap<string, string>;

const separator = "\0";

export function joinPath(path: string, element: string): string {
  return path === "" ? element : `${path}${separator}${element}`;
}

export function splitPath(path: string): readonly string[] {
  return path.split(separator);
}

export function isBelow(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}${separator}`);
}

export function fieldPaths(value: unknown, type: FieldType): FieldPaths {
  const found = new Map<string, string>();
  collect({ value, type, path: "" }, found);
  return found;
}

type Place = { readonly value: unknown; readonly type: FieldType; readonly path: string };

function collect(place: Place, found: Map<string, string>): void {
  const children = childrenOf(place);
  if (children === undefined || children.length === 0) {
    if (place.path !== "") found.set(place.path, JSON.stringify(sorted(place.value)));
    return;
  }
  if (isItem(place.path)) found.set(place.path, "");
  for (const child of children) collect(child, found);
}

function isItem(path: string): boolean {
  return splitPath(path).at(-1)?.startsWith("k:") ?? false;
}

/** What a value is made of; undefined where it is owned as a whole. */
function childrenOf({ value, type, path }: Place): readonly Place[] | undefined {
  switch (type.kind) {
    case "scalar":
      return undefined;
    case "struct":
    case "map":
      if (type.atomic || !isFields(value)) return undefined;
      return Object.entries(value).flatMap(([field, inner]) => {
        const inType = typeAt(type, field);
        return inType === undefined ? [] : [{ value: inner, type: inType, path: joinPath(path, `f:${field}`) }];
      });
    case "list": {
      if (!Array.isArray(value) || (type.keys.length === 0 && !type.isSet)) return undefined;
      return value.map((item) => ({ value: item, type: type.item, path: joinPath(path, itemElement(item, type)) }));
    }
  }
}

/** `k:{"name":"redis"}` or `v:"text"`: how an item of a list is named. */
export function itemElement(item: unknown, type: FieldType & { readonly kind: "list" }): string {
  if (type.keys.length === 0) return `v:${JSON.stringify(item)}`;
  const { item: itemType } = type;
  const pairs = type.keys.toSorted().map((key) => [key, fieldsIn(item)[key] ?? defaultOf(itemType, key)]);
  return `k:${JSON.stringify(Object.fromEntries(pairs))}`;
}

function defaultOf(type: FieldType, key: string): unknown {
  const field = type.kind === "struct" ? fieldsOf(type.name).get(key) : undefined;
  return field?.kind === "scalar" ? field.default : undefined;
}

// Two maps with the same entries are the same value, in whatever order they were written.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  const entries = Object.entries(value satisfies Fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
