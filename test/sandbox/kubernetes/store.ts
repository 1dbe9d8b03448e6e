import { isDeepStrictEqual } from "node:util";
import { type KubeObject, keyOf } from "./kube-object.ts";
import { type Change, createWatchLog, type WatchLog } from "./watch-log.ts";

const firstVersion = 1000;

/** All objects, one version number for all of them, and everybody who wants to hear of changes. */
export type Store = {
  readonly read: (plural: string, namespace: string, name: string) => KubeObject | undefined;
  /** Sorted by namespace and name; all namespaces where none is given. */
  readonly list: (plural: string, namespace?: string) => readonly KubeObject[];
  /** Adds or replaces; a write that changes nothing keeps its version and tells nobody. */
  readonly write: (plural: string, object: KubeObject) => KubeObject;
  readonly remove: (plural: string, object: KubeObject) => void;
  readonly version: () => number;
  /** Calls back, synchronously, after each change; returns how to stop that. */
  readonly subscribe: (listener: (change: Change) => void) => () => void;
  readonly log: Pick<WatchLog, "since" | "compact">;
};

export function createStore(): Store {
  const tables = new Map<string, Map<string, KubeObject>>();
  const listeners = new Set<(change: Change) => void>();
  const log = createWatchLog(firstVersion);
  let version = firstVersion;

  function tableOf(plural: string): Map<string, KubeObject> {
    const table = tables.get(plural) ?? new Map<string, KubeObject>();
    tables.set(plural, table);
    return table;
  }
  function tell(change: Change): void {
    log.append(change);
    for (const listener of [...listeners]) listener(change);
  }
  function stamped(object: KubeObject): KubeObject {
    version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
  }
  return {
    read: (plural, namespace, name) => tableOf(plural).get(`${namespace}/${name}`),
    list(plural, namespace) {
      const all = [...tableOf(plural).values()];
      const wanted = namespace ? all.filter((object) => object.metadata.namespace === namespace) : all;
      return wanted.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    },
    write(plural, object) {
      const previous = tableOf(plural).get(keyOf(object));
      if (previous && isSame(previous, object)) return previous;
      const written = stamped(object);
      tableOf(plural).set(keyOf(written), written);
      const type = previous ? "MODIFIED" : "ADDED";
      tell({ type, plural, version, object: written, ...(previous ? { previous } : {}) });
      return written;
    },
    remove(plural, object) {
      const previous = tableOf(plural).get(keyOf(object));
      if (previous?.metadata.uid !== object.metadata.uid) return;
      tableOf(plural).delete(keyOf(object));
      tell({ type: "DELETED", plural, object: stamped(previous), previous, version });
    },
    version: () => version,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    log,
  };
}

function isSame(a: KubeObject, b: KubeObject): boolean {
  const { resourceVersion: _, ...others } = b.metadata;
  const { resourceVersion: __, ...before } = a.metadata;
  return isDeepStrictEqual({ ...a, metadata: before }, { ...b, metadata: others });
}
