import { Redis } from "ioredis";
import { poll } from "../../sandbox/poll.ts";
import type { RedisProcess } from "../../sandbox/redis-process.ts";

export type ScriptGroup = {
  readonly masterName: string;
  readonly master: RedisProcess;
  readonly replicas: readonly [RedisProcess, ...RedisProcess[]];
  readonly sentinels: readonly RedisProcess[];
};

/**
 * The shortest planned switchover that loses nothing, by somebody who knows the group beforehand and has all connections open:
 * pauses writes, waits until the successor has everything, turns the roles round, tells the Sentinels all at once, goes on.
 */
export async function shortestScript({ masterName, master, replicas, sentinels }: ScriptGroup): Promise<void> {
  const [successor] = replicas;
  const { host, port } = successor.address;
  const redises = new Map([master, ...replicas, ...sentinels].map((one) => [one, new Redis(one.address)]));
  const call = async (one: RedisProcess, name: string, ...args: readonly string[]) =>
    redises.get(one)?.call(name, ...args);
  try {
    await Promise.all([...redises.values()].map((redis) => redis.ping()));
    await call(master, "CLIENT", "PAUSE", "2000", "WRITE");
    const wanted = offsetOf(await call(master, "ROLE"), 1);
    await poll("it has everything", async () => offsetOf(await call(successor, "ROLE"), 4) >= wanted, 2_000, 1);
    await call(successor, "REPLICAOF", "NO", "ONE");
    await Promise.all([
      ...[master, ...replicas.slice(1)].map((one) => call(one, "REPLICAOF", host, `${port}`)),
      // All of them before any is told anew: one that still names the old master would switch the others back.
      Promise.all(sentinels.map((one) => call(one, "SENTINEL", "REMOVE", masterName))),
    ]);
    await Promise.all(sentinels.map((one) => call(one, "SENTINEL", "MONITOR", masterName, host, `${port}`, "2")));
  } finally {
    await call(master, "CLIENT", "UNPAUSE").catch(() => undefined);
    for (const redis of redises.values()) redis.disconnect();
  }
}

function offsetOf(role: unknown, at: 1 | 4): number {
  return Array.isArray(role) ? Number(role[at === 1 ? 1 : 4]) : Number.NaN;
}
