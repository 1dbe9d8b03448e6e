import type { Readable, Writable } from "node:stream";

/** One container of one pod; without a name the pod's only container, or its first. */
export type ContainerTarget = {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
};

export type ExecStreams = {
  readonly stdin: Readable | undefined;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly signal: AbortSignal;
};

export type LogOptions = {
  readonly tailLines?: number | undefined;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly sinceSeconds?: number | undefined;
  readonly signal: AbortSignal;
};

/** What the kubelet gives the API server. Both reject with a `StatusError` where pod or container is absent or not running. */
export type ContainerRuntime = {
  /** Starts a process in a running container, and resolves when it has ended. */
  readonly exec: (
    target: ContainerTarget,
    command: readonly string[],
    streams: ExecStreams,
  ) => Promise<{ readonly exitCode: number }>;
  readonly logs: (target: ContainerTarget, options: LogOptions) => AsyncIterable<Buffer | string>;
};
