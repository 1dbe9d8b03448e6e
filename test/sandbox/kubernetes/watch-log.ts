import type { KubeObject } from "./kube-object.ts";

/** One change of one object. `previous` is what a selector is checked against as well. */
export type Change = {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly plural: string;
  readonly version: number;
  readonly object: KubeObject;
  readonly previous?: KubeObject;
};

/** The newest changes, so that a watch can go on from a version that it has seen. */
export type WatchLog = {
  readonly append: (change: Change) => void;
  /** The changes after a version, oldest first; undefined where some of them are forgotten (410). */
  readonly since: (version: number) => readonly Change[] | undefined;
  /** Forgets everything up to now, as etcd's compaction does. */
  readonly compact: () => void;
};

export function createWatchLog(firstVersion: number, size = 5000): WatchLog {
  let changes: Change[] = [];
  let forgotten = firstVersion;
  let newest = firstVersion;

  function forget(count: number): void {
    for (const change of changes.splice(0, count)) forgotten = change.version;
  }
  return {
    append(change) {
      changes.push(change);
      newest = change.version;
      if (changes.length > size) forget(Math.ceil(size / 5));
    },
    since: (version) => (version < forgotten ? undefined : changes.filter((change) => change.version > version)),
    compact() {
      changes = [];
      forgotten = newest;
    },
  };
}
