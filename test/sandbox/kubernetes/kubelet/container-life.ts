import type { ChildProcess } from "node:child_process";
import type { ContainerState } from "./container-state.ts";
import type { Launchpad } from "./launch.ts";
import type { LogRing } from "./log-ring.ts";
import type { PodPlace } from "./pod-place.ts";
import type { Container, PodSpec } from "./pod-spec.ts";

export type Happening = { readonly reason: string; readonly message: string; readonly type?: "Normal" | "Warning" };

export type ContainerDeps = {
  readonly place: PodPlace;
  readonly container: Container;
  readonly restartPolicy: PodSpec["restartPolicy"];
  /** The pod's time between TERM and KILL. */
  readonly graceMs: number;
  readonly onChange: () => void;
  readonly onEvent: (event: Happening) => void;
};

/** What a container is between its first start and its end for good. */
export type ContainerLife = {
  readonly deps: ContainerDeps;
  /** Aborted once the pod is told to go. */
  readonly ending: AbortController;
  /** The logs of this life and of the one before. */
  readonly rings: LogRing[];
  current: ContainerState;
  pad: Launchpad | undefined;
  child: ChildProcess | undefined;
  /** The process that was told to stop already. */
  stopped?: ChildProcess;
  /** How long it may take to end with its pod. */
  endGraceMs: number;
  killAtMs: number;
  killTimer?: NodeJS.Timeout;
  /** What kept it from starting, as it was told last. */
  failure?: string;
};

export function setState(life: ContainerLife, change: Partial<ContainerState>): void {
  life.current = { ...life.current, ...change };
  life.deps.onChange();
}
