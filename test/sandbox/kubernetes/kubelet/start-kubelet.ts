import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { startReaper } from "../../reaper.ts";
import type { ContainerRuntime, ContainerTarget } from "../container-runtime.ts";
import { recordEvent } from "../events.ts";
import { fieldsIn, type KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";
import { createContainerRuntime } from "./container-runtime.ts";
import { finish, type RunningPod, runPod } from "./run-pod.ts";

export type Kubelet = ContainerRuntime & {
  /** Sends a signal to a container's main process; false where none runs. */
  readonly signal: (target: ContainerTarget, signal: "SIGKILL" | "SIGSTOP" | "SIGCONT") => boolean;
  /** Ends all pods' processes and removes their files. */
  readonly stop: () => Promise<void>;
};

/** One kubelet for all nodes: runs every scheduled pod of the store as local processes on a 127.x address of its own. */
export function startKubelet(deps: {
  readonly store: Store;
  readonly addresses: { readonly next: () => string };
}): Kubelet {
  const { store, addresses } = deps;
  const reaper = startReaper("redis-ha-kubelet-");
  const node = {
    store,
    directory: join(reaper.directory, "pods"),
    claims: join(reaper.directory, "claims"),
    shims: makeShims(reaper.directory),
    nextIp: addresses.next,
    reaper,
  };
  const pods = new Map<string, RunningPod>();
  const ending = new Set<Promise<void>>();

  function look(pod: KubeObject): void {
    const { uid, deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    const isScheduled = Boolean(fieldsIn(pod["spec"])["nodeName"]);
    if (!isScheduled) return;
    const running = pods.get(uid);
    if (running === undefined && !deletionTimestamp) pods.set(uid, runPod(node, pod));
    if (running === undefined && deletionTimestamp && deletionGracePeriodSeconds !== 0) finish(store, pod);
    if (running !== undefined && deletionTimestamp && deletionGracePeriodSeconds !== 0) {
      running.terminate((deletionGracePeriodSeconds ?? 30) * 1000);
    }
  }
  // One pod that cannot be made out must not take all others along.
  function tryLook(pod: KubeObject): void {
    try {
      look(pod);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      recordEvent(store, pod, { reason: "FailedSync", message, type: "Warning", by: "kubelet" });
    }
  }
  function forget({ metadata: { uid } }: KubeObject): void {
    const killed = pods.get(uid)?.kill();
    pods.delete(uid);
    if (killed === undefined) return;
    ending.add(killed);
    killed.finally(() => ending.delete(killed));
  }
  const unsubscribe = store.subscribe(({ plural, type, object }) => {
    if (plural === "persistentvolumeclaims" && type === "DELETED") {
      rmSync(join(node.claims, object.metadata.uid), { recursive: true, force: true });
    }
    if (plural !== "pods") return;
    // Not within the write that is being told of.
    queueMicrotask(() => (type === "DELETED" ? forget(object) : lookNow(object)));
  });
  function lookNow({ metadata: { namespace = "", name } }: KubeObject): void {
    const pod = store.read("pods", namespace, name);
    if (pod !== undefined) tryLook(pod);
  }
  for (const pod of store.list("pods")) tryLook(pod);

  function find({ namespace, pod, container }: ContainerTarget) {
    const uid = store.read("pods", namespace, pod)?.metadata.uid ?? "";
    const running = pods.get(uid)?.container(container);
    return running === undefined ? undefined : { running, place: { directory: join(node.directory, uid) } };
  }
  return {
    ...createContainerRuntime(find),
    signal: (target, signal) => find(target)?.running.signal(signal) ?? false,
    stop: async () => {
      unsubscribe();
      await Promise.all([...ending, ...[...pods.values()].map((pod) => pod.kill())]);
      await reaper.reap();
    },
  };
}

/** In a container `redis-cli` finds its Redis without being told; here it has an address of its own. */
function makeShims(directory: string): string {
  const shims = join(directory, "bin");
  mkdirSync(shims, { recursive: true });
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const real = folders.map((folder) => join(folder, "redis-cli")).find((path) => existsSync(path));
  if (real === undefined) return shims;
  const script = `#!/bin/sh\ncase " $* " in *" -h "*) exec ${real} "$@" ;; esac\nexec ${real} -h "$SANDBOX_POD_IP" "$@"\n`;
  writeFileSync(join(shims, "redis-cli"), script, { mode: 0o755 });
  return shims;
}
