import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { recordEvent } from "../events.ts";
import type { KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";
import { ConfigError } from "./container-env.ts";
import { creating, terminatedOf } from "./container-state.ts";
import type { PodPlace } from "./pod-place.ts";
import { podSpecOf } from "./pod-spec.ts";
import { withStatus } from "./pod-status.ts";
import { type RunningContainer, runContainer } from "./run-container.ts";
import { makeVolumes } from "./volumes.ts";
import { pause } from "./watch-probe.ts";

export type RunningPod = {
  readonly container: (name?: string) => RunningContainer | undefined;
  /** As `deletionTimestamp` asks for; a later call may shorten the time. The object goes when all has ended. */
  readonly terminate: (graceMs: number) => void;
  /** The object is gone: nothing is asked any more. Resolves when no process is left. */
  readonly kill: () => Promise<void>;
};

type Node = {
  readonly store: Store;
  readonly directory: string;
  readonly shims: string;
  readonly mark: string;
  readonly nextIp: () => string;
};

/** Runs one pod on its own address, from its volumes to its end. */
export function runPod(node: Node, made: KubeObject): RunningPod {
  const { store } = node;
  const { name, namespace = "", uid } = made.metadata;
  const spec = podSpecOf(made);
  const ending = new AbortController();
  const current = () => {
    const object = store.read("pods", namespace, name);
    return object?.metadata.uid === uid ? object : undefined;
  };
  const place: PodPlace = {
    ...node,
    namespace,
    name,
    uid,
    ip: node.nextIp(),
    directory: join(node.directory, uid),
    pod: current,
  };
  const init: RunningContainer[] = [];
  const containers: RunningContainer[] = [];
  let isInitialized = spec.initContainers.length === 0;

  function show(): void {
    const pod = current();
    if (pod === undefined) return;
    const view = (running: readonly RunningContainer[], planned: typeof spec.containers) =>
      planned.map((container, i) => ({ container, state: running[i]?.state() ?? creating }));
    const status = {
      ip: place.ip,
      spec,
      isInitialized,
      init: view(init, spec.initContainers),
      containers: view(containers, spec.containers),
    };
    store.write("pods", withStatus(pod, status));
  }
  const start = (container: (typeof spec.containers)[number], restartPolicy: typeof spec.restartPolicy) =>
    runContainer({
      place,
      container,
      restartPolicy,
      onChange: show,
      onEvent: (event) => {
        const pod = current();
        if (pod !== undefined) recordEvent(store, pod, { ...event, by: "kubelet" });
      },
    });
  async function run(): Promise<void> {
    mkdirSync(place.directory, { recursive: true });
    show();
    await untilVolumes(place, ending.signal, () => makeVolumes(place, spec));
    for (const container of spec.initContainers) {
      if (ending.signal.aborted) return;
      const running = start(container, spec.restartPolicy === "Never" ? "Never" : "OnFailure");
      init.push(running);
      await running.over;
      if (terminatedOf(running.state())?.exitCode !== 0) return;
    }
    isInitialized = true;
    if (ending.signal.aborted) return;
    for (const container of spec.containers) containers.push(start(container, spec.restartPolicy));
    show();
  }
  const running = run();

  async function end(graceMs: number): Promise<void> {
    ending.abort();
    await running.catch(() => undefined);
    await Promise.all([...init, ...containers].map((one) => one.terminate(graceMs)));
  }
  let isEnding = false;
  return {
    container: (wanted) =>
      wanted === undefined
        ? containers[0]
        : [...containers, ...init].find(({ container }) => container.name === wanted),
    terminate: (graceMs) => {
      const ended = end(graceMs);
      if (isEnding) return;
      isEnding = true;
      ended.then(() => finish(store, current()));
    },
    kill: async () => {
      await end(0);
      rmSync(place.directory, { recursive: true, force: true });
    },
  };
}

/** The object goes with the last container, or with its last finalizer. */
function finish(store: Store, pod: KubeObject | undefined): void {
  if (pod === undefined) return;
  if ((pod.metadata.finalizers ?? []).length === 0) store.remove("pods", pod);
  else store.write("pods", { ...pod, metadata: { ...pod.metadata, deletionGracePeriodSeconds: 0 } });
}

// A ConfigMap may come later, as a pod waits for it in a real cluster.
async function untilVolumes(place: PodPlace, signal: AbortSignal, make: () => void): Promise<void> {
  while (!signal.aborted) {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const pod = place.pod();
      const message = `MountVolume.SetUp failed: ${error.message}`;
      if (pod !== undefined)
        recordEvent(place.store, pod, { reason: "FailedMount", message, type: "Warning", by: "kubelet" });
      await pause(1000, signal);
    }
  }
}
