import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { Address } from "../../src/domain/topology.ts";

/** A way to a process that takes its time, by another process, so that the measured one has nothing to do with it. */
export type Link = { readonly from: Address; readonly to: Address };
export type Links = { readonly close: () => void };

/** Forwards each `from` to its `to`, each byte later by the delay in both directions. Resolves when all listen. */
export async function startLinks(links: readonly Link[], delayMs: number): Promise<Links> {
  const child = fork(import.meta.filename, { stdio: "inherit" });
  child.send({ links, delayMs });
  await once(child, "message");
  return { close: () => void child.kill() };
}

function forward(links: readonly Link[], delayMs: number): Promise<unknown> {
  return Promise.all(
    links.map(async ({ from, to }) => {
      const server = createServer({ noDelay: true }, (near) => {
        const far = connect({ ...to, noDelay: true });
        pipeLate(near, far, delayMs);
        pipeLate(far, near, delayMs);
      });
      server.listen(from.port, from.host);
      await once(server, "listening");
    }),
  );
}

function pipeLate(source: Socket, sink: Socket, delayMs: number): void {
  source.on("data", (chunk) => void setTimeout(() => sink.writable && sink.write(chunk), delayMs));
  source.on("close", () => sink.destroy());
  source.on("error", () => sink.destroy());
}

if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  process.once("message", async ({ links, delayMs }: { readonly links: readonly Link[]; readonly delayMs: number }) => {
    await forward(links, delayMs);
    process.send?.("listening");
  });
  process.once("disconnect", () => process.exit(0));
}
