import { createServer, type Server } from "node:net";
import type { Addresses } from "./start-kubernetes.ts";

const lockPort = 16_380;

/**
 * Addresses of one block `127.A.0.0/16`, A in 40..99, that no other sandbox of this machine uses: holding a port on its
 * last address is the lock, which the kernel gives back however the holder ends. No address is given out twice.
 */
export async function takeAddressPool(): Promise<Addresses> {
  for (let block = 40; block < 100; block += 1) {
    const lock = await listen(`127.${block}.255.254`);
    if (lock === undefined) continue;
    let given = 0;
    return {
      next: () => {
        given += 1;
        return `127.${block}.${Math.floor(given / 250)}.${(given % 250) + 1}`;
      },
      close: () => new Promise((done) => lock.close(() => done())),
    };
  }
  throw new Error("Sixty sandboxes run on this machine: no block of addresses is left below 127.40.0.0 to 127.99.0.0.");
}

function listen(host: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ host, port: lockPort, exclusive: true }, () => resolve(server));
    server.unref();
  });
}
