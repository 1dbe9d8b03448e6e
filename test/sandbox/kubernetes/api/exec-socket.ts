import { PassThrough, Writable } from "node:stream";
import type { WebSocket } from "ws";
import type { ContainerRuntime } from "../container-runtime.ts";
import { internal, StatusError } from "../status-error.ts";
import type { ExecRequest } from "./exec-request.ts";

const channel = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

/** The subprotocols that are spoken; only the newer one can end stdin. */
export const execProtocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

/** Runs a command over an open WebSocket: a byte that names the channel before each piece, at last the status, then the close. */
export async function runOverSocket(socket: WebSocket, runtime: ContainerRuntime, request: ExecRequest): Promise<void> {
  const hungUp = new AbortController();
  const stdin = request.stdin ? new PassThrough() : undefined;
  socket.on("message", (data) => receive(toBuffer(data), stdin));
  socket.on("error", () => {});
  socket.once("close", () => {
    hungUp.abort();
    stdin?.destroy();
  });
  const status = await run(runtime, request, {
    stdin,
    stdout: request.stdout ? sender(socket, channel.stdout) : discard(),
    stderr: request.stderr ? sender(socket, channel.stderr) : discard(),
    signal: hungUp.signal,
  });
  if (socket.readyState !== socket.OPEN) return;
  socket.send(framed(channel.status, Buffer.from(JSON.stringify(status))), () => socket.close(1000));
}

function toBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function receive(frame: Buffer, stdin: PassThrough | undefined): void {
  const [kind, which] = frame;
  if (kind === channel.stdin && stdin?.writable) stdin.write(frame.subarray(1));
  if (kind === channel.close && which === channel.stdin) stdin?.end();
}

/** What the runtime's command wrote, sent as it comes: the next piece when this one is on its way. */
function sender(socket: WebSocket, kind: number): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (socket.readyState !== socket.OPEN) return void done();
      socket.send(framed(kind, chunk), () => done());
    },
  });
}

function discard(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function framed(kind: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([kind]), content]);
}

type Streams = Parameters<ContainerRuntime["exec"]>[2];

async function run(runtime: ContainerRuntime, { target, command }: ExecRequest, streams: Streams): Promise<object> {
  try {
    const { exitCode } = await runtime.exec(target, command, streams);
    return exitCode === 0 ? { metadata: {}, status: "Success" } : failed(command, exitCode);
  } catch (error) {
    if (error instanceof StatusError) return error.status;
    return internal(error instanceof Error ? error.message : String(error)).status;
  }
}

function failed(command: readonly string[], exitCode: number): object {
  const what = `error executing command [${command.join(" ")}], exit code ${exitCode}`;
  return {
    metadata: {},
    status: "Failure",
    message: `command terminated with non-zero exit code: ${what}`,
    reason: "NonZeroExitCode",
    details: { causes: [{ reason: "ExitCode", message: String(exitCode) }] },
  };
}
