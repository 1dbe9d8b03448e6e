import { Redis } from "ioredis";
import { z } from "zod";
import type { Address } from "../../src/domain/topology.ts";
import type { RedisGroup } from "./redis-group.ts";

const Named = z.tuple([z.string(), z.coerce.number()]);

/** What it needs to know of a group. */
export type Written = Pick<RedisGroup, "masterName" | "password"> & {
  readonly sentinels: readonly { readonly address: Address }[];
};

export type CountingWriter = {
  /** The longest time between two acknowledged writes. Milliseconds. */
  readonly longestGapMs: () => number;
  readonly acknowledged: () => number;
  /** Ends, and tells which of the acknowledged writes this Redis does not have. */
  readonly lostAt: (redis: { readonly command: (...args: readonly string[]) => Promise<unknown> }) => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** An application: writes a new key every few milliseconds to whoever the Sentinels name, and asks them after each failure. */
export function startWriter(group: Written, everyMs = 3): CountingWriter {
  const keys: string[] = [];
  const sentinels = group.sentinels.map(({ address }) => connectTo(address));
  let master: Redis | undefined;
  let longestMs = 0;
  let lastMs: number | undefined;
  let isOver = false;

  async function ask(): Promise<Address | undefined> {
    const [host, port] = await Promise.any(
      sentinels.map(async (one) =>
        Named.parse(await one.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", group.masterName)),
      ),
    );
    return { host, port };
  }
  async function write(count: number): Promise<void> {
    const at = master === undefined ? await ask() : undefined;
    if (at !== undefined) master = connectTo(at, group.password);
    await master?.set(`write:${count}`, `${count}`);
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - (lastMs ?? nowMs));
    lastMs = nowMs;
    keys.push(`write:${count}`);
  }
  async function run(): Promise<void> {
    for (let count = 0; !isOver; count += 1) {
      await write(count).catch(() => {
        master?.disconnect();
        master = undefined;
      });
      await new Promise((resolve) => setTimeout(resolve, master === undefined ? 1 : everyMs));
    }
  }
  const running = run();
  async function stop(): Promise<void> {
    isOver = true;
    await running;
    master?.disconnect();
    for (const sentinel of sentinels) sentinel.disconnect();
  }
  return {
    longestGapMs: () => Math.max(longestMs, lastMs === undefined ? 0 : performance.now() - lastMs),
    acknowledged: () => keys.length,
    stop,
    lostAt: async (redis) => {
      await stop();
      return keys.length === 0 ? 0 : keys.length - Number(await redis.command("EXISTS", ...keys));
    },
  };
}

function connectTo({ host, port }: Address, password?: string): Redis {
  const redis = new Redis({
    host,
    port,
    ...(password !== undefined && { password }),
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    retryStrategy: null,
    connectTimeout: 500,
    commandTimeout: 3_000,
    maxRetriesPerRequest: 0,
  });
  redis.on("error", () => {});
  return redis;
}
