import { afterEach, expect, test } from "vitest";
import { sentinelCues } from "../../src/domain/plans/sentinel-cues.ts";
import type { Member } from "../../src/domain/plans/step.ts";
import type { RedisFleet } from "../../src/flows/ports.ts";
import { createTopologyReader } from "../../src/flows/read-topology.ts";
import { createSwitchOver } from "../../src/flows/switch-over.ts";
import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { systemClock as clock } from "../../src/system-clock.ts";
import { createFakeLog } from "../fakes/log.ts";
import { startWriter } from "../sandbox/counting-writer.ts";
import { poll } from "../sandbox/poll.ts";
import { createProcessCluster } from "../sandbox/process-cluster.ts";
import { type RedisGroupSettings, startRedisGroup } from "../sandbox/redis-group.ts";
import type { RedisProcess } from "../sandbox/redis-process.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const settings = { masterName: "mymaster", quorum: 2, downAfterMs: 2000, failoverTimeoutMs: 10_000, parallelSyncs: 1 };

async function house(shape: RedisGroupSettings = {}) {
  const group = await startRedisGroup({ downAfterMs: 2000, ...shape });
  const fleet = createRedisFleet({ timeoutMs: 900, log: createFakeLog() });
  closers.push(group.close, async () => fleet.close());
  const cluster = createProcessCluster(group);
  const reader = createTopologyReader({ cluster, fleet, clock, defaultMasterName: "mymaster" });
  const [first, second, third] = group.redises;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three Redises are needed");
  const told: string[] = [];
  return {
    group,
    first,
    second,
    third,
    fleet,
    told,
    read: () => reader.read({ namespace: "strathberry-staging" }),
    switchOver: async (through: RedisFleet = fleet) => {
      const switchOver = createSwitchOver({ fleet: through, clock });
      const topology = await reader.read({ namespace: "strathberry-staging" });
      return switchOver({
        from: member(first, "redis-0"),
        to: member(second, "redis-1"),
        followers: [member(third, "redis-2")],
        cues: sentinelCues(
          topology,
          group.sentinels.map((one, i) => member(one, `redis-sentinel-${i}`)),
        ),
        settings,
        pauseMs: 1000,
        access: { masterName: "mymaster", ...(group.password !== undefined && { password: group.password }) },
        tell: async (line) => void told.push(line),
      });
    },
  };
}

function member({ address }: RedisProcess, pod: string): Member {
  return { pod, uid: `uid-${pod}`, container: "redis", address };
}

async function roleOf(redis: RedisProcess): Promise<unknown> {
  const role = await redis.command("ROLE");
  return Array.isArray(role) ? role[0] : role;
}

test("mastership changes hands within a moment, without losing an acknowledged write, and every Sentinel knows", async () => {
  const { group, first, second, third, switchOver, told } = await house({ password: "s3cret" });
  const writer = startWriter(group);
  closers.push(writer.stop);
  await poll("the writer writes", () => writer.acknowledged() > 100);
  const outcome = await switchOver();
  const afterwards = writer.acknowledged();
  await poll("the writer goes on", () => writer.acknowledged() > afterwards + 100);
  expect(outcome).toMatchObject({ kind: "switched", gapMs: expect.any(Number), problems: [] });
  expect(writer.longestGapMs()).toBeLessThan(400);
  expect(await writer.lostAt(second)).toBe(0);
  expect([await roleOf(first), await roleOf(second), await roleOf(third)]).toEqual(["slave", "master", "slave"]);
  expect(await group.settled()).toEqual(second.address);
  expect(told.join("\n")).not.toContain("s3cret");
});

test("a replica that dies under the pause leaves the old master in charge, and writes go on at once", async () => {
  const { group, first, second, fleet, switchOver } = await house();
  const writer = startWriter(group);
  closers.push(writer.stop);
  await poll("the writer writes", () => writer.acknowledged() > 50);
  const { pauseWrites } = fleet;
  const dying = {
    ...fleet,
    pauseWrites: async (...args: Parameters<typeof pauseWrites>) => {
      await second.kill();
      return pauseWrites(...args);
    },
  };
  const outcome = await switchOver(dying);
  expect(outcome).toMatchObject({ kind: "kept", because: expect.stringContaining("redis-1 could not take over") });
  const before = writer.acknowledged();
  await poll("the writer goes on", () => writer.acknowledged() > before + 50);
  expect(writer.longestGapMs()).toBeLessThan(1000);
  expect(await writer.lostAt(first)).toBe(0);
  expect(await roleOf(first)).toBe("master");
});

test("a replica that stands still at its promotion does not take over later, when it goes on", async () => {
  const { group, first, second, fleet, switchOver } = await house();
  const writer = startWriter(group);
  closers.push(writer.stop);
  await poll("the writer writes", () => writer.acknowledged() > 50);
  const freezing = {
    ...fleet,
    promote: (...args: Parameters<typeof fleet.promote>) => {
      second.freeze();
      return fleet.promote(...args);
    },
  };
  const outcome = await switchOver(freezing);
  expect(outcome).toMatchObject({ kind: "kept", because: expect.stringContaining("did not answer") });
  const before = writer.acknowledged();
  await poll("the writer goes on", () => writer.acknowledged() > before + 50);
  second.thaw();
  await poll("it follows again", async () => JSON.stringify(await second.command("ROLE")).includes('"connected"'));
  expect([await roleOf(first), await roleOf(second)]).toEqual(["master", "slave"]);
  expect(await writer.lostAt(first)).toBe(0);
});

test("a bot that dies under the pause pauses nobody for longer than was said", async () => {
  const { group, first, fleet } = await house();
  await fleet.pauseWrites(first.address, 300, { masterName: group.masterName });
  const startedAt = performance.now();
  await first.command("SET", "after", "the pause");
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

test("without any Sentinel a master hands over just the same", async () => {
  const { first, second, third, switchOver } = await house({ sentinels: 0 });
  await first.command("SET", "early", "1");
  expect(await switchOver()).toEqual({ kind: "switched", problems: [], gapMs: expect.any(Number) });
  await poll("all follow", async () => (await roleOf(first)) === "slave" && (await roleOf(third)) === "slave");
  expect([await roleOf(second), await second.command("GET", "early")]).toEqual(["master", "1"]);
});

test("the new master takes writes although it wants a replica in touch", async () => {
  const { group, second, switchOver } = await house();
  await Promise.all(group.redises.map((redis) => redis.command("CONFIG", "SET", "min-replicas-to-write", "1")));
  const outcome = await switchOver();
  expect(outcome).toMatchObject({ kind: "switched", gapMs: expect.any(Number) });
  expect(await second.command("SET", "after", "1")).toBe("OK");
});
