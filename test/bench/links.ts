import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { Address } from "../../src/domain/topology.ts";

/** A way to a process that takes its time, by another process, so that the measured one has nothing to do with it. */
export type Link = {
  readonly from: Address;
  readonly to: Address;
  /** Addresses that the answers name: what begins with `there` begins with `here` on this side. Of the same length. */
  readonly prefix?: { readonly here: string; readonly there: string };
};
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
    links.map(async ({ from, to, prefix }) => {
      const server = createServer({ noDelay: true }, (near) => {
        const far = connect({ ...to, noDelay: true });
        pipeLate(near, far, { delayMs, replace: prefix && [prefix.here, prefix.there] });
        pipeLate(far, near, { delayMs, replace: prefix && [prefix.there, prefix.here] });
      });
      server.listen(from.port, from.host);
      await once(server, "listening");
    }),
  );
}

type Passage = { readonly delayMs: number; readonly replace: readonly [string, string] | undefined };

function pipeLate(source: Socket, sink: Socket, { delayMs, replace }: Passage): void {
  const passed = (chunk: Buffer) =>
    replace === undefined ? chunk : Buffer.from(chunk.toString("latin1").replaceAll(...replace), "latin1");
  source.on("data", (chunk: Buffer) => {
    if (delayMs === 0) sink.write(passed(chunk));
    else setTimeout(() => sink.writable && sink.write(passed(chunk)), delayMs);
  });
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
