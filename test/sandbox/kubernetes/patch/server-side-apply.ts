import type { KubeObject, Manifest } from "../kube-object.ts";
import { manifestSchema } from "../kube-object.ts";
import { typeOfKind } from "../schema/types.ts";
import { applyConflict, type Conflict } from "./apply-conflict.ts";
import { fieldPaths, isBelow } from "./field-paths.ts";
import { isSameManager, type Manager, readManagers, withManagers } from "./managers.ts";
import { mergeApplied, withoutPaths } from "./merge-applied.ts";
import { compare } from "./track-update.ts";
import { isUnowned } from "./unowned.ts";

/**
 * Server-side apply: what is applied is merged in and owned by its manager, what the manager applied before and no longer names
 * is removed unless somebody else owns it. Throws the 409 of a change to others' fields, unless forced.
 */
export function applyServerSide(request: {
  readonly live: KubeObject;
  readonly applied: Manifest;
  readonly by: Omit<Manager, "fields" | "operation">;
  readonly force: boolean;
}): KubeObject {
  const { live, applied, force } = request;
  const type = typeOfKind(live.kind);
  const by = { ...request.by, operation: "Apply" } as const;
  const owned = new Set([...fieldPaths(applied, type).keys()].filter((path) => !isUnowned(path)));
  const managers = readManagers(live);
  const own = managers.find((manager) => isSameManager(manager, by));
  const others = managers.filter((manager) => manager !== own);

  const merged = mergeApplied(live, applied, type);
  const { changed } = compare(fieldPaths(live, type), fieldPaths(merged, type));
  const conflicts = others.flatMap((manager) => conflictsWith(manager, changed));
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);

  const left = others.map((manager) => ({ ...manager, fields: difference(manager.fields, changed) }));
  const kept = new Set([...owned, ...left.flatMap(({ fields }) => [...fields])]);
  const removed = new Set([...(own?.fields ?? [])].filter((path) => !isNamed(path, kept)));
  const result = manifestSchema.parse(withoutPaths(merged, type, { removed, keeps: kept }));
  const isSame = changed.size === 0 && removed.size === 0 && own !== undefined && isEqual(own.fields, owned);
  const next = withManagers(result, [...left, isSame ? own : { ...by, fields: owned }]);
  const { name, uid, resourceVersion, creationTimestamp } = live.metadata;
  return { ...next, metadata: { ...next.metadata, name, uid, resourceVersion, creationTimestamp } };
}

function isEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((path) => b.has(path));
}

function isNamed(path: string, kept: ReadonlySet<string>): boolean {
  return [...kept].some((other) => isBelow(other, path));
}

function difference(fields: ReadonlySet<string>, taken: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...fields].filter((path) => !taken.has(path)));
}

function conflictsWith(manager: Manager, changed: ReadonlySet<string>): readonly Conflict[] {
  return [...manager.fields].filter((path) => changed.has(path)).map((path) => ({ manager, path }));
}
