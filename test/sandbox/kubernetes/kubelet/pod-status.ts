import { timestamp } from "../api/timestamp.ts";
import { fieldsIn, type KubeObject } from "../kube-object.ts";
import { type ContainerState, isRunning, terminatedOf } from "./container-state.ts";
import type { Container, PodSpec } from "./pod-spec.ts";

export type ContainerView = { readonly container: Container; readonly state: ContainerState };

export type PodView = {
  readonly ip: string | undefined;
  readonly spec: PodSpec;
  readonly init: readonly ContainerView[];
  readonly containers: readonly ContainerView[];
  readonly isInitialized: boolean;
};

/** The pod with the status that its containers make. */
export function withStatus(pod: KubeObject, view: PodView): KubeObject {
  const before = fieldsIn(pod["status"]);
  const states = view.containers.map(({ state }) => state);
  const isReady = view.isInitialized && states.length > 0 && states.every(({ ready }) => ready);
  const facts = {
    PodReadyToStartContainers: view.ip !== undefined,
    Initialized: view.isInitialized,
    Ready: isReady,
    ContainersReady: isReady,
    PodScheduled: true,
  };
  return {
    ...pod,
    status: {
      ...before,
      phase: phaseOf(view, states),
      conditions: conditions(facts, before["conditions"]),
      hostIP: "127.0.0.1",
      hostIPs: [{ ip: "127.0.0.1" }],
      ...(view.ip !== undefined && { podIP: view.ip, podIPs: [{ ip: view.ip }] }),
      startTime: before["startTime"] ?? timestamp(new Date()),
      ...(view.init.length > 0 && { initContainerStatuses: view.init.map(initStatusOf) }),
      containerStatuses: view.containers.map(statusOf),
    },
  };
}

function phaseOf({ spec, init }: PodView, states: readonly ContainerState[]): string {
  const hasFailed = ({ state }: ContainerView) => (terminatedOf(state)?.exitCode ?? 0) !== 0;
  if (spec.restartPolicy === "Never" && init.some(hasFailed)) return "Failed";
  const ends = states.map(terminatedOf);
  const isFinal = (end: ReturnType<typeof terminatedOf>) =>
    end !== undefined && (spec.restartPolicy === "Never" || (spec.restartPolicy === "OnFailure" && end.exitCode === 0));
  if (ends.length > 0 && ends.every(isFinal)) {
    return ends.every((end) => end?.exitCode === 0) ? "Succeeded" : "Failed";
  }
  const hasLived = (state: ContainerState) =>
    isRunning(state) || terminatedOf(state) !== undefined || state.restartCount > 0 || "terminated" in state.lastState;
  return states.length > 0 && states.every(hasLived) ? "Running" : "Pending";
}

function conditions(facts: Readonly<Record<string, boolean>>, before: unknown): readonly object[] {
  const known = Array.isArray(before) ? before.map(fieldsIn) : [];
  return Object.entries(facts).map(([type, fact]) => {
    const status = fact ? "True" : "False";
    const old = known.find((one) => one["type"] === type);
    const lastTransitionTime = old?.["status"] === status ? old["lastTransitionTime"] : timestamp(new Date());
    const why =
      fact || !type.endsWith("Ready")
        ? {}
        : { reason: "ContainersNotReady", message: "containers with unready status" };
    return { type, status, lastProbeTime: null, lastTransitionTime, ...why };
  });
}

/** An init container is ready when it is through. */
function initStatusOf({ container, state }: ContainerView): object {
  return statusOf({ container, state: { ...state, ready: terminatedOf(state)?.exitCode === 0 } });
}

function statusOf({ container, state }: ContainerView): object {
  const { containerID, ...rest } = state;
  return {
    name: container.name,
    image: container.image,
    imageID: "",
    ...rest,
    ...(containerID !== undefined && { containerID }),
  };
}
