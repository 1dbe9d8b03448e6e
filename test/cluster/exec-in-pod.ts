import { Writable } from "node:stream";
import { Exec, type KubeConfig } from "@kubernetes/client-node";

export type RunningCommand = {
  readonly output: () => string;
  readonly ended: Promise<void>;
  readonly hangUp: () => void;
};

/** Starts a command in a container, as `kubectl exec` does, and leaves the connection open until it ends. */
export async function execInPod(
  config: KubeConfig,
  target: { readonly namespace: string; readonly pod: string; readonly container: string },
  command: readonly string[],
): Promise<RunningCommand> {
  let text = "";
  const sink = () =>
    new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
  const finished = Promise.withResolvers<void>();
  const socket = await new Exec(config).exec(
    target.namespace,
    target.pod,
    target.container,
    [...command],
    sink(),
    sink(),
    null,
    false,
    () => finished.resolve(),
  );
  socket.onclose = () => finished.resolve();
  return { output: () => text, ended: finished.promise, hangUp: () => socket.close() };
}
