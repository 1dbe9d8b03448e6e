import { Readable, Writable } from "node:stream";
import { Exec, type KubeConfig, type V1Status } from "@kubernetes/client-node";

export type Ran = { readonly stdout: string; readonly stderr: string; readonly status: V1Status };

/** Runs a command in a pod with the vendor's `Exec`, and waits for the status frame. */
export async function runInPod(
  config: KubeConfig,
  target: { readonly namespace: string; readonly name: string; readonly container?: string },
  command: readonly string[],
  stdin?: string,
): Promise<Ran> {
  const stdout = createSink();
  const stderr = createSink();
  const ended = Promise.withResolvers<V1Status>();
  const socket = await new Exec(config).exec(
    target.namespace,
    target.name,
    target.container ?? "redis",
    [...command],
    stdout.stream,
    stderr.stream,
    stdin === undefined ? null : Readable.from([Buffer.from(stdin)]),
    false,
    ended.resolve,
  );
  socket.addEventListener("close", () => ended.reject(new Error("closed without a status")));
  try {
    const status = await ended.promise;
    return { stdout: stdout.text(), stderr: stderr.text(), status };
  } finally {
    socket.terminate();
  }
}

/** The output of a shell line in a pod, without its last line end. */
export async function shell(
  config: KubeConfig,
  target: { readonly namespace: string; readonly name: string },
  line: string,
): Promise<string> {
  const { stdout, stderr } = await runInPod(config, target, ["sh", "-c", line]);
  return `${stdout}${stderr}`.trimEnd();
}

function createSink(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}
