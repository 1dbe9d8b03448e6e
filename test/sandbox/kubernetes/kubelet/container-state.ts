import { timestamp } from "../api/timestamp.ts";

export type Terminated = {
  readonly exitCode: number;
  readonly signal?: number;
  readonly reason: "Completed" | "Error" | "StartError";
  readonly message?: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly containerID: string;
};

export type RunState =
  | { readonly waiting: { readonly reason: string; readonly message?: string } }
  | { readonly running: { readonly startedAt: string } }
  | { readonly terminated: Terminated };

/** One container as the pod's status shows it. */
export type ContainerState = {
  readonly state: RunState;
  readonly lastState: RunState | Record<string, never>;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly containerID?: string;
};

export const creating: ContainerState = {
  state: { waiting: { reason: "ContainerCreating" } },
  lastState: {},
  ready: false,
  started: false,
  restartCount: 0,
};

/** Until the init containers are through. */
export const initializing: ContainerState = { ...creating, state: { waiting: { reason: "PodInitializing" } } };

export function isRunning({ state }: ContainerState): boolean {
  return "running" in state;
}

export function terminatedOf({ state }: ContainerState): Terminated | undefined {
  return "terminated" in state ? state.terminated : undefined;
}

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/** A process' end as a runtime tells of it: a signal's number above 128. */
export function ending({
  code,
  signal,
  startedAt,
  id,
}: {
  readonly code: number | null;
  readonly signal: string | null;
  readonly startedAt: string;
  readonly id: string;
}): Terminated {
  const exitCode = code ?? 128 + (signalNumbers[signal ?? ""] ?? 0);
  return {
    exitCode,
    reason: exitCode === 0 ? "Completed" : "Error",
    startedAt,
    finishedAt: timestamp(new Date()),
    containerID: id,
  };
}

/** The end of a container whose program could not be started: containerd's, which has no beginning. */
export function startFailure(message: string, id: string): Terminated {
  return {
    exitCode: 128,
    reason: "StartError",
    message: `failed to create containerd task: ${message}`,
    startedAt: timestamp(new Date(0)),
    finishedAt: timestamp(new Date()),
    containerID: id,
  };
}
