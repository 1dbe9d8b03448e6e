import { Readable } from "node:stream";
import { type CoreV1Api, Exec, type KubeConfig, type V1Status } from "@kubernetes/client-node";
import { Fault } from "../domain/fault.ts";
import type { Cluster } from "../flows/ports.ts";
import { toFault } from "./api-error.ts";
import type { Call } from "./call.ts";
import { createCollector } from "./collector.ts";
import { withDeadline } from "./deadline.ts";
import { exitCode } from "./exit-code.ts";

type Deps = { readonly config: KubeConfig; readonly core: CoreV1Api; readonly call: Call };
type Target = Parameters<Cluster["exec"]>[0];
type Outcome = Awaited<ReturnType<Cluster["exec"]>>;

const MAX_OUTPUT_BYTES = 1024 * 1024;

/**
 * Runs over WebSocket. The server must know `v5.channel.k8s.io` (Kubernetes 1.30): older protocols cannot end stdin.
 * Faults beside those of `Cluster`: `kubernetes-refused` where the command could not be started, or wrote over 1 MiB.
 */
export function createExec(deps: Deps): Cluster["exec"] {
  return async function exec(target, command, { stdin, timeoutMs, signal }) {
    const what = `running ${command[0] ?? "nothing"} in ${target.namespace}/${target.pod}`;
    try {
      return await withDeadline({ timeoutMs, signal }, (deadline) =>
        run(deps, { target, command, stdin, what, deadline }),
      );
    } catch (error) {
      throw await explain(deps, { error, target, command, what, signal });
    }
  };
}

type Run = {
  readonly target: Target;
  readonly command: readonly string[];
  readonly stdin: string | undefined;
  readonly what: string;
  readonly deadline: AbortSignal;
};

async function run({ config }: Deps, { target, command, stdin, what, deadline }: Run): Promise<Outcome> {
  const ended = Promise.withResolvers<V1Status>();
  const tooMuch = (): void =>
    ended.reject(new Fault("kubernetes-refused", `The command wrote over 1 MiB while ${what}.`));
  const stdout = createCollector(MAX_OUTPUT_BYTES, tooMuch);
  const stderr = createCollector(MAX_OUTPUT_BYTES, tooMuch);
  const input = stdin === undefined ? null : Readable.from([Buffer.from(stdin)]);
  const socket = await new Exec(endingWith(config, deadline)).exec(
    target.namespace,
    target.pod,
    target.container,
    [...command],
    stdout.stream,
    stderr.stream,
    input,
    false,
    ended.resolve,
  );
  const lost = (): void => ended.reject(new Fault("kubernetes-unreachable", `The connection ended while ${what}.`));
  const stop = (): void => socket.terminate();
  socket.addEventListener("close", lost);
  deadline.addEventListener("abort", stop, { once: true });
  try {
    if (deadline.aborted) throw deadline.reason;
    const status = await ended.promise;
    return { stdout: stdout.text(), stderr: stderr.text(), exitCode: exitCode(status, what) };
  } finally {
    deadline.removeEventListener("abort", stop);
    // Not close(): that waits half a minute for a server that has gone away.
    socket.terminate();
  }
}

/** The same configuration, whose WebSocket requests also end with the signal. The client offers no other place for it. */
function endingWith(config: KubeConfig, signal: AbortSignal): KubeConfig {
  const own: KubeConfig = Object.create(config);
  own.applyToHTTPSOptions = async (options) => {
    await config.applyToHTTPSOptions(options);
    Object.assign(options, { signal });
  };
  return own;
}

type Failure = {
  readonly error: unknown;
  readonly target: Target;
  readonly command: readonly string[];
  readonly what: string;
  readonly signal: AbortSignal | undefined;
};

/**
 * A refused handshake shows nothing but its HTTP status. The same path asked without an upgrade starts nothing and is
 * refused for the same reason, in Kubernetes' own words.
 */
async function explain({ core, call }: Deps, { error, target, command, what, signal }: Failure): Promise<unknown> {
  const cause = underlying(error);
  if (!(cause instanceof Error && /^Unexpected server response: 4\d\d$/.test(cause.message)))
    return toFault(cause, what);
  const { namespace, pod: name, container } = target;
  const request = { namespace, name, container, command: command[0] ?? "", stdout: true };
  try {
    await call(what, (options) => core.connectGetNamespacedPodExec(request, options), signal);
    return new Fault("kubernetes-refused", `Kubernetes refused the connection while ${what}.`, { cause });
  } catch (fault) {
    return fault;
  }
}

/** A failed WebSocket comes as an event that holds the error. */
function underlying(error: unknown): unknown {
  return typeof error === "object" && error !== null && "error" in error ? error.error : error;
}
