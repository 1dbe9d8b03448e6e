import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { type Ack, monotonicNow, type Recording } from "./recording.ts";

/** Two hundred writes a second. */
const everyMs = 5;
// A refused connection costs nothing: without a pause the machine would be busy with being refused.
const breathMs = 2;

/** A client that writes steadily, until it is stopped. */
export type SteadyWriter = {
  readonly acknowledged: () => number;
  readonly stop: () => Promise<Recording>;
};

/**
 * Writes a new key every 5 ms, one after the other, and keeps what was acknowledged. Whatever goes wrong (an error reply, a
 * time-out, an end of the connection) it drops the connection and calls `connect` again.
 */
export function writeSteadily(prefix: string, connect: () => Promise<Redis>): SteadyWriter {
  const acks: Ack[] = [];
  const startedAt = monotonicNow();
  const ending = { is: false };

  async function run(): Promise<void> {
    let connection: Redis | undefined;
    let next = startedAt;
    for (let i = 0; !ending.is; i += 1) {
      connection ??= await connect().catch(() => undefined);
      const key = `${prefix}:${i}`;
      const isWritten = connection !== undefined && (await write(connection, key));
      if (isWritten) acks.push({ key, at: monotonicNow() });
      else {
        connection?.disconnect();
        connection = undefined;
      }
      // What was missed is not made up for: a burst after the fault would be another load than before it.
      next = Math.max(next + everyMs, monotonicNow());
      await sleep(isWritten ? Math.max(next - monotonicNow(), 0) : breathMs);
    }
    connection?.disconnect();
  }

  const running = run();
  return {
    acknowledged: () => acks.length,
    stop: async () => {
      const stoppedAt = monotonicNow();
      ending.is = true;
      await running;
      return { acks, startedAt, stoppedAt };
    },
  };
}

async function write(redis: Redis, key: string): Promise<boolean> {
  return (await redis.set(key, "written").catch(() => undefined)) === "OK";
}
