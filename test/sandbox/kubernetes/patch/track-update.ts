import type { KubeObject, Manifest } from "../kube-object.ts";
import { typeOfKind } from "../schema/types.ts";
import { type FieldPaths, fieldPaths, isBelow } from "./field-paths.ts";
import { isSameManager, type Manager, readManagers, withManagers } from "./managers.ts";
import { isUnowned } from "./unowned.ts";

/** Which paths of an object a write changed or added, and which it took away. */
export function compare(
  before: FieldPaths,
  after: FieldPaths,
): { changed: ReadonlySet<string>; gone: ReadonlySet<string> } {
  const changed = [...after].filter(([path, value]) => before.get(path) !== value).map(([path]) => path);
  const gone = [...before.keys()].filter((path) => !after.has(path));
  return { changed: new Set(changed), gone: new Set(gone) };
}

/** The object as written by a create, an update or a patch: what the writer changed is its own now, and nobody else's. */
export function trackUpdate<T extends Manifest>(write: {
  readonly before: KubeObject | undefined;
  readonly after: T;
  readonly by: Omit<Manager, "fields" | "operation">;
}): T {
  const { before, after } = write;
  const type = typeOfKind(after.kind);
  const { changed, gone } = compare(fieldPaths(before ?? {}, type), fieldPaths(after, type));
  const isStatus = (path: string): boolean => write.by.subresource === undefined && isBelow(path, "f:status");
  const owned = new Set([...changed].filter((path) => !isUnowned(path) && !isStatus(path)));
  const by = { ...write.by, operation: "Update" } as const;
  const managers = readManagers(before).map((manager) => ({ ...manager, fields: minus(manager.fields, owned, gone) }));
  if (owned.size === 0) return withManagers(after, managers);
  const own = managers.find((manager) => isSameManager(manager, by));
  const others = managers.filter((manager) => manager !== own);
  return withManagers(after, [...others, { ...by, fields: new Set([...(own?.fields ?? []), ...owned]) }]);
}

function minus(fields: ReadonlySet<string>, ...removed: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set([...fields].filter((path) => !removed.some((set) => set.has(path))));
}
