import { isFields } from "../kube-object.ts";
import type { FieldType } from "../schema/field-type.ts";
import { typeAt } from "../schema/types.ts";
import { isBelow, itemElement, joinPath } from "./field-paths.ts";

/** The live object with the applied one laid over it: maps and keyed lists are joined, everything else is replaced. */
export function mergeApplied(live: unknown, applied: unknown, type: FieldType): unknown {
  if (type.kind === "list") return mergeLists(live, applied, type);
  const isJoined = (type.kind === "struct" || type.kind === "map") && !type.atomic;
  if (!isJoined || !isFields(live) || !isFields(applied)) return applied;
  const merged: Record<string, unknown> = { ...live };
  for (const [field, value] of Object.entries(applied)) {
    const inner = typeAt(type, field);
    merged[field] = inner === undefined ? value : mergeApplied(live[field], value, inner);
  }
  return merged;
}

function mergeLists(live: unknown, applied: unknown, type: FieldType & { readonly kind: "list" }): unknown {
  if (!Array.isArray(live) || !Array.isArray(applied)) return applied;
  if (type.keys.length === 0 && !type.isSet) return applied;
  const nameOf = (item: unknown): string => itemElement(item, type);
  const appliedBy = new Map<string, unknown>(applied.map((item) => [nameOf(item), item]));
  const liveNames = new Set(live.map(nameOf));
  const kept = live.map((item) => {
    const change = appliedBy.get(nameOf(item));
    return change === undefined ? item : mergeApplied(item, change, type.item);
  });
  return [...kept, ...applied.filter((item) => !liveNames.has(nameOf(item)))];
}

/** The value without these paths. An item of a keyed list goes with its path, unless `keeps` names something below it. */
export function withoutPaths(
  value: unknown,
  type: FieldType,
  { removed, keeps, path = "" }: { removed: ReadonlySet<string>; keeps: ReadonlySet<string>; path?: string },
): unknown {
  const isGone = (at: string): boolean => removed.has(at) && ![...keeps].some((kept) => isBelow(kept, at));
  if (type.kind === "list" && Array.isArray(value)) {
    const at = (item: unknown): string => joinPath(path, itemElement(item, type));
    const left = value.filter((item) => !isGone(at(item)));
    return orNothing(left, value, () =>
      left.map((item) => withoutPaths(item, type.item, { removed, keeps, path: at(item) })),
    );
  }
  if (!isFields(value) || type.kind === "scalar") return value;
  const left = Object.entries(value).filter(([field]) => !isGone(joinPath(path, `f:${field}`)));
  const inner = left.flatMap(([field, child]) => {
    const inType = typeAt(type, field);
    const at = joinPath(path, `f:${field}`);
    const kept = inType === undefined ? child : withoutPaths(child, inType, { removed, keeps, path: at });
    return kept === undefined ? [] : [[field, kept]];
  });
  return orNothing(inner, Object.keys(value), () => Object.fromEntries(inner));
}

// A container that lost its last entry goes, too; one that was empty before stays.
function orNothing<T>(left: readonly unknown[], before: readonly unknown[], make: () => T): T | undefined {
  return left.length === 0 && before.length > 0 ? undefined : make();
}
