import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Reaper } from "../../reaper.ts";
import { recordEvent } from "../events.ts";
import type { KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";
import { ConfigError } from "./container-env.ts";
import type { Happening } from "./container-life.ts";
import { creating, initializing, terminatedOf } from "./container-state.ts";
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
  readonly claims: string;
  readonly shims: string;
  readonly nextIp: () => string;
  readonly reaper: Pick<Reaper, "adopt" | "release">;
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
    hasServiceLinks: spec.enableServiceLinks,
  };
  const init: RunningContainer[] = [];
  const containers: RunningContainer[] = [];
  let isInitialized = spec.initContainers.length === 0;

  function show(): void {
    const pod = current();
    if (pod === undefined) return;
    const notYet = isInitialized ? creating : initializing;
    const view = (running: readonly RunningContainer[], planned: typeof spec.containers) =>
      planned.map((container, i) => ({ container, state: running[i]?.state() ?? notYet }));
    const status = {
      ip: place.ip,
      spec,
      isInitialized,
      init: view(init, spec.initContainers),
      containers: view(containers, spec.containers),
    };
    store.write("pods", withStatus(pod, status));
  }
  function tell(event: Happening): void {
    const pod = current();
    if (pod !== undefined) recordEvent(store, pod, { ...event, by: "kubelet" });
  }
  const start = (container: (typeof spec.containers)[number], restartPolicy: typeof spec.restartPolicy) =>
    runContainer({
      place,
      container,
      restartPolicy,
      graceMs: spec.terminationGracePeriodSeconds * 1000,
      onChange: show,
      onEvent: tell,
    });
  async function run(): Promise<void> {
    mkdirSync(place.directory, { recursive: true });
    show();
    await untilVolumes({ signal: ending.signal, make: () => makeVolumes(place, spec), tell });
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
  const running = run().catch((error) => {
    tell({ reason: "FailedSync", message: error instanceof Error ? error.message : String(error), type: "Warning" });
  });

  async function end(graceMs: number): Promise<void> {
    ending.abort();
    await running;
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
export function finish(store: Store, pod: KubeObject | undefined): void {
  if (pod === undefined) return;
  if ((pod.metadata.finalizers ?? []).length === 0) store.remove("pods", pod);
  else store.write("pods", { ...pod, metadata: { ...pod.metadata, deletionGracePeriodSeconds: 0 } });
}

// A ConfigMap may come later, as a pod waits for it in a real cluster.
async function untilVolumes({
  signal,
  make,
  tell,
}: {
  readonly signal: AbortSignal;
  readonly make: () => void;
  readonly tell: (event: Happening) => void;
}): Promise<void> {
  let told = "";
  while (!signal.aborted) {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (told !== error.message) {
        tell({ reason: "FailedMount", message: `MountVolume.SetUp failed: ${error.message}`, type: "Warning" });
      }
      told = error.message;
      await pause(1000, signal);
    }
  }
}
