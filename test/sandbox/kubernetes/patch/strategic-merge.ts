import { isDeepStrictEqual } from "node:util";
import { type Fields, isFields } from "../kube-object.ts";
import type { FieldType } from "../schema/field-type.ts";
import { typeAt } from "../schema/types.ts";
import { badRequest } from "../status-error.ts";

type ListType = FieldType & { readonly kind: "list" };

const deleteFromList = "$deleteFromPrimitiveList/";

/**
 * Kubernetes' strategic merge patch: as a merge patch, but lists that have a merge key are joined by it. Knows `$patch: replace`,
 * `delete` and `merge`, `$deleteFromPrimitiveList` and `$retainKeys`; `$setElementOrder` is taken and the order left as it is.
 */
export function applyStrategicMerge(document: unknown, patch: unknown, type: FieldType | undefined): unknown {
  if (type?.kind === "list") return mergeList(document, patch, type);
  if (!isFields(patch)) return patch;
  const { $patch: directive, $retainKeys: retained, ...changes } = patch;
  if (directive === "replace") return changes;
  if (directive === "delete") return undefined;
  const merged = mergeFields(isFields(document) ? document : {}, changes, type);
  if (!Array.isArray(retained)) return merged;
  return Object.fromEntries(Object.entries(merged).filter(([field]) => retained.includes(field)));
}

function mergeFields(document: Fields, changes: Fields, type: FieldType | undefined): Fields {
  const merged: Record<string, unknown> = { ...document };
  for (const [field, value] of Object.entries(changes)) {
    if (field.startsWith("$setElementOrder/")) continue;
    if (field.startsWith(deleteFromList)) {
      const name = field.slice(deleteFromList.length);
      merged[name] = without(merged[name], value);
    } else if (value === null) {
      delete merged[field];
    } else {
      merged[field] = applyStrategicMerge(merged[field], value, type && typeAt(type, field));
    }
    if (merged[field] === undefined) delete merged[field];
  }
  return merged;
}

function without(list: unknown, removed: unknown): unknown {
  if (!Array.isArray(list) || !Array.isArray(removed)) return list;
  return list.filter((item) => !removed.some((other) => isDeepStrictEqual(item, other)));
}

function mergeList(document: unknown, patch: unknown, { item, mergeKey }: ListType): unknown {
  if (!Array.isArray(patch)) return patch;
  const before = Array.isArray(document) ? document : [];
  const changes = patch.filter((change) => !(isFields(change) && change["$patch"] === "replace"));
  if (mergeKey === undefined || changes.length < patch.length) return changes.map(withoutDirectives);
  if (mergeKey === "") return [...new Set([...before, ...changes])];
  return changes.reduce<readonly unknown[]>((list, change) => mergeItem({ list, change, item, mergeKey }), before);
}

function mergeItem(merge: {
  readonly list: readonly unknown[];
  readonly change: unknown;
  readonly item: FieldType;
  readonly mergeKey: string;
}): readonly unknown[] {
  const { list, change, item, mergeKey } = merge;
  const key = isFields(change) ? change[mergeKey] : undefined;
  if (!isFields(change) || key === undefined) {
    throw badRequest(`map: ${JSON.stringify(change)} does not contain declared merge key: ${mergeKey}`);
  }
  const at = list.findIndex((candidate) => isFields(candidate) && candidate[mergeKey] === key);
  if (change["$patch"] === "delete") return at < 0 ? list : list.toSpliced(at, 1);
  const merged = applyStrategicMerge(at < 0 ? {} : list[at], change, item);
  return at < 0 ? [...list, merged] : list.with(at, merged);
}

function withoutDirectives(item: unknown): unknown {
  if (!isFields(item)) return item;
  return Object.fromEntries(Object.entries(item).filter(([field]) => !field.startsWith("$")));
}
