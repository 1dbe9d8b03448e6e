import { afterEach, expect, test } from "vitest";
import { sentinelCues } from "../../src/domain/plans/sentinel-cues.ts";
import type { Member } from "../../src/domain/plans/step.ts";
import { createTopologyReader } from "../../src/flows/read-topology.ts";
import { createSwitchOver } from "../../src/flows/switch-over.ts";
import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { systemClock as clock } from "../../src/system-clock.ts";
import { createFakeLog } from "../fakes/log.ts";
import { poll } from "../sandbox/poll.ts";
import { createProcessCluster } from "../sandbox/process-cluster.ts";
import { type RedisGroupSettings, startRedisGroup } from "../sandbox/redis-group.ts";
import type { RedisProcess } from "../sandbox/redis-process.ts";
import { startWriter } from "./counting-writer.ts";

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
  const switchOver = createSwitchOver({ fleet, clock });
  return {
    group,
    first,
    second,
    third,
    fleet,
    told,
    read: () => reader.read({ namespace: "strathberry-staging" }),
    switchOver: async () => {
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
