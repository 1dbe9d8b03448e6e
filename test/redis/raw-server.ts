import { createServer, type Socket } from "node:net";
import type { Address } from "../../src/domain/topology.ts";

export type RawServer = {
  readonly address: Address;
  /** How many connections were ever accepted, and which are open. */
  readonly accepted: () => number;
  readonly open: () => readonly Socket[];
  readonly close: () => Promise<void>;
};

/**
 * A server that misbehaves on purpose: `answer` gives the raw reply to each command, or undefined for none.
 * `connection` counts from 1; `greeting` is sent before anything is asked, and the connection is then closed.
 */
export async function startRawServer(settings: {
  readonly greeting?: string;
  readonly answer?: (connection: number, asked: number) => string | undefined;
}): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    const connection = ++accepted;
    let asked = 0;
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    if (settings.greeting !== undefined) return void socket.end(settings.greeting);
    socket.on("data", (chunk) => {
      for (const _ of chunk.toString().match(/^\*\d+\r$/gm) ?? []) {
        const reply = settings.answer?.(connection, ++asked);
        if (reply !== undefined) socket.write(reply);
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const at = server.address();
  const port = typeof at === "object" && at !== null ? at.port : 0;
  return {
    address: { host: "127.0.0.1", port },
    accepted: () => accepted,
    open: () => [...sockets],
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
