import { once } from "node:events";
import { pipeline } from "node:stream/promises";
import type { ContainerRuntime, ContainerTarget, ExecStreams } from "../container-runtime.ts";
import { StatusError } from "../status-error.ts";
import { killGroup, launch } from "./launch.ts";
import type { PodPlace } from "./pod-place.ts";
import type { RunningContainer } from "./run-container.ts";
import { localPath } from "./volumes.ts";

type Found = { readonly running: RunningContainer; readonly place: Pick<PodPlace, "directory"> };

/** Exec and logs of the pods that run. */
export function createContainerRuntime(find: (target: ContainerTarget) => Found | undefined): ContainerRuntime {
  return {
    exec: async (target, command, streams) => {
      const found = find(target);
      const pad = found?.running.pad();
      if (found === undefined || pad === undefined) throw notFound(target);
      return await run(found, pad, command, streams);
    },
    logs: (target, options) => {
      const ring = find(target)?.running.logs(options.previous);
      if (ring !== undefined) return ring.read(options);
      const { container = "", pod } = target;
      throw new StatusError({
        code: 400,
        reason: "BadRequest",
        message: options.previous
          ? `previous terminated container "${container}" in pod "${pod}" not found`
          : `container "${container}" in pod "${pod}" is waiting to start: ContainerCreating`,
      });
    },
  };
}

async function run(
  { running, place }: Found,
  pad: NonNullable<ReturnType<RunningContainer["pad"]>>,
  command: readonly string[],
  { stdin, stdout, stderr, signal }: ExecStreams,
): Promise<{ readonly exitCode: number }> {
  const words = command.map((word) => localPath(place, running.container, word));
  const child = await launch(pad, words);
  const stop = () => killGroup(child.pid);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  if (stdin === undefined) child.stdin?.end();
  else if (child.stdin !== null) pipeline(stdin, child.stdin).catch(() => undefined);
  child.stdout?.on("data", (chunk) => stdout.write(chunk));
  child.stderr?.on("data", (chunk) => stderr.write(chunk));
  // Its own end, not that of its streams: a daemon that it left behind holds these.
  const [code, name] = await once(child, "exit");
  await drained(child.stdout, child.stderr);
  signal.removeEventListener("abort", stop);
  return { exitCode: code ?? (name === "SIGTERM" ? 143 : 137) };
}

/** How long a stream that a daemon holds open has to be quiet, to be taken for read. */
const quietMs = 100;

async function drained(...streams: readonly (NodeJS.ReadableStream | null)[]): Promise<void> {
  const ends = streams.map((stream) => (stream === null ? undefined : once(stream, "end").catch(() => undefined)));
  const isQuiet = Promise.withResolvers<void>();
  // Not by the timer itself: what has come while this process was busy is read after it.
  const timer = setTimeout(() => setImmediate(isQuiet.resolve), quietMs);
  for (const stream of streams) stream?.on("data", () => timer.refresh());
  await Promise.race([Promise.all(ends), isQuiet.promise]);
  clearTimeout(timer);
}

function notFound({ container = "" }: ContainerTarget): StatusError {
  const message = `unable to upgrade connection: container not found ("${container}")`;
  return new StatusError({ code: 500, reason: "InternalError", message });
}
