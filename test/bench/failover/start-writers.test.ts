import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../../eventually.ts";
import { type RedisGroup, startRedisGroup } from "../../sandbox/redis-group.ts";
import type { RedisProcess } from "../../sandbox/redis-process.ts";
import { longestGap, lossOf, monotonicNow, type Recording } from "./recording.ts";
import { startWriters, type Writers } from "./start-writers.ts";

describe("the clients that write while something breaks", () => {
  let group: RedisGroup;
  let writers: Writers;
  const redis = (number: number): RedisProcess => {
    const one = group.redises[number];
    if (one === undefined) throw new Error(`there is no Redis ${number}`);
    return one;
  };
  const acknowledged = () => writers.acknowledged()[0] ?? 0;

  beforeEach(async () => {
    group = await startRedisGroup({
      masterName: "shop",
      password: "secret",
      sentinelPassword: "secret",
      downAfterMs: 3_000,
    });
    writers = startWriters({
      masterName: "shop",
      password: "secret",
      sentinels: group.sentinels.map(({ address }) => address),
      service: redis(0).address,
    });
    await eventually("both clients write", () => writers.acknowledged().filter((count) => count >= 50).length === 2);
  });
  afterEach(async () => {
    writers.kill();
    await group.close();
  });

  const acknowledgedSince = (count: number) =>
    eventually("it writes again", () => acknowledged() >= count + 100, 20_000);
  async function keptBy(one: RedisProcess, { acks }: Recording): Promise<ReadonlySet<string>> {
    const keys = acks.map(({ key }) => key);
    const values = await one.command("MGET", ...keys);
    return new Set(keys.filter((_, i) => Array.isArray(values) && values[i] !== null));
  }

  test("see a master that was stopped for 700 ms as a gap of at least that, and lose nothing", async () => {
    const faultAt = monotonicNow();
    redis(0).freeze();
    await eventually("700 ms are over", () => monotonicNow() - faultAt >= 700);
    redis(0).thaw();
    await acknowledgedSince(acknowledged());
    const { bySentinels, byService } = await writers.stop();
    for (const recording of [bySentinels, byService]) {
      if (recording === undefined) throw new Error("nothing was recorded");
      expect(longestGap(recording, faultAt)).toBeGreaterThanOrEqual(695);
      expect(lossOf(recording, await keptBy(redis(0), recording), faultAt)).toEqual({ count: 0 });
    }
  });

  test("count a write that was acknowledged and is gone", async () => {
    const { bySentinels } = await writers.stop();
    await redis(0).command("DEL", "by-sentinels:7", "by-sentinels:9");
    expect(lossOf(bySentinels, await keptBy(redis(0), bySentinels), bySentinels.startedAt).count).toBe(2);
  });

  test("write about two hundred times a second, each time a new key", async () => {
    await eventually("a few hundred are written", () => acknowledged() >= 300);
    const { acks, startedAt, stoppedAt } = (await writers.stop()).bySentinels;
    expect(new Set(acks.map(({ key }) => key)).size).toBe(acks.length);
    expect(acks.length).toBeLessThanOrEqual((stoppedAt - startedAt) / 5 + 1);
  });

  test("follow a failover by the Sentinels, and never to one that is no master", async () => {
    const faultAt = monotonicNow();
    await redis(0).kill();
    await acknowledgedSince(acknowledged());
    const { bySentinels, byService } = await writers.stop();
    expect(longestGap(bySentinels, faultAt)).toBeGreaterThan(3_000);
    // Who knows the dead one's address only writes no more.
    expect(byService?.acks.at(-1)?.at).toBeLessThan(faultAt + 100);
  });
});
