import { createServer, type Server } from "node:net";

/** A block of loopback addresses, `127.A.B.0/24`, that no other process of this machine uses. */
export type LoopbackBlock = {
  /** The address with this last number, 1 to 250. */
  readonly host: (last: number) => string;
  readonly release: () => Promise<void>;
};

const lockPort = 16_379;

/**
 * Takes a free block with A in 101..126. Holding a port on the block's last address is the lock: the kernel gives it back
 * however the holder ends. Throws after a bounded number of tries.
 */
export async function takeLoopbackBlock(): Promise<LoopbackBlock> {
  const first = Math.floor(Math.random() * 26 * 256);
  for (let tried = 0; tried < 512; tried += 1) {
    const number = (first + tried) % (26 * 256);
    const prefix = `127.${101 + Math.floor(number / 256)}.${number % 256}`;
    const lock = await listen(`${prefix}.254`);
    if (lock !== undefined) {
      return { host: (last) => `${prefix}.${last}`, release: () => new Promise((done) => lock.close(() => done())) };
    }
  }
  throw new Error("No free block of loopback addresses below 127.101.0.0 to 127.126.255.0 was found.");
}

function listen(host: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ host, port: lockPort, exclusive: true }, () => resolve(server));
    server.unref();
  });
}
