import { describe, expect, test } from "vitest";
import { Fault } from "../../src/domain/fault.ts";
import type { MonitorSettings } from "../../src/domain/plans/step.ts";
import type { Address } from "../../src/domain/topology.ts";
import { createFakeRedisFleet, createFakeRedisGroup, type FakeRedisFleet } from "./redis-fleet.ts";

// The contract suite holds the fake to what the port promises; here is what a test of a flow needs beyond that.
const redises = [redis(1), redis(2), redis(3)] as const;
const sentinels = [sentinel(1), sentinel(2), sentinel(3)] as const;
const access = { masterName: "mymaster" };
const settings: MonitorSettings = {
  masterName: "mymaster",
  quorum: 2,
  downAfterMs: 5_000,
  failoverTimeoutMs: 30_000,
  parallelSyncs: 1,
};

describe("all Redises at new addresses, the Sentinels at a raised epoch (redis.md, 5.1)", () => {
  function lost(): FakeRedisFleet {
    const fleet = createFakeRedisGroup({ redises, sentinels });
    for (const at of sentinels) fleet.setEpoch(at, 1);
    for (const at of redises) fleet.setSilent(at);
    fleet.addRedis(redis(11));
    fleet.addRedis(redis(12), redis(11));
    return fleet;
  }

  test("the Sentinels go on naming the dead address, as down", async () => {
    const view = await lost().probeSentinel(sentinels[0], access);
    expect(view).toMatchObject({
      monitors: { ...redises[0], flags: ["s_down", "o_down", "master", "disconnected"], ckquorum: { ok: true } },
    });
  });

  test("repaired one by one, a Sentinel is switched back by its peers", async () => {
    const fleet = lost();
    await fleet.forgetMaster(sentinels[0], access);
    await fleet.monitor(sentinels[0], redis(11), settings, access);
    expect(await fleet.probeSentinel(sentinels[0], access)).toMatchObject({ monitors: redises[0] });
  });

  test("forgotten by all first, the new address stays, with exact lists", async () => {
    const fleet = lost();
    for (const at of sentinels) await fleet.forgetMaster(at, access);
    for (const at of sentinels) await fleet.monitor(at, redis(11), settings, access);
    for (const at of sentinels) {
      const view = await fleet.probeSentinel(at, access);
      expect(view).toMatchObject({ monitors: { ...redis(11), flags: ["master"], replicas: [redis(12)] } });
      expect(view.kind === "answered" && view.monitors?.sentinels).toHaveLength(2);
    }
  });
});

test("an address that nobody has is silent", async () => {
  expect(await createFakeRedisFleet().probeRedis(redis(99), access)).toMatchObject({ kind: "silent" });
});

test("an empty master back at its address empties its replicas (F10)", async () => {
  const fleet = createFakeRedisGroup({ redises, sentinels });
  fleet.write(redises[0], 1_000);
  fleet.restart(redises[0]);
  expect(await fleet.probeRedis(redises[1], access)).toMatchObject({ keys: 0, following: { link: "up" } });
});

test("a failover takes the best candidate, and everybody follows", async () => {
  const fleet = createFakeRedisGroup({ redises, sentinels });
  fleet.write(redises[0], 10);
  fleet.kill(redises[0]);
  fleet.setRedis(redises[1], { priority: 0 });
  fleet.failOver(sentinels[0]);
  expect(await fleet.probeRedis(redises[2], access)).toMatchObject({ role: "master", keys: 10 });
  expect(await fleet.probeRedis(redises[1], access)).toMatchObject({ following: { ...redises[2], link: "up" } });
  for (const at of sentinels) expect(await fleet.probeSentinel(at, access)).toMatchObject({ monitors: redises[2] });
});

test("in TILT a failover is accepted and nothing happens", async () => {
  const fleet = createFakeRedisGroup({ redises, sentinels });
  fleet.setTilt(sentinels[0], true);
  expect(await fleet.forceFailover(sentinels[0], access)).toBe("OK");
  expect(await fleet.probeRedis(redises[0], access)).toMatchObject({ role: "master" });
  expect(await fleet.probeSentinel(sentinels[0], access)).toMatchObject({ tilt: true });
});

test("two dead Sentinels leave no quorum", async () => {
  const fleet = createFakeRedisGroup({ redises, sentinels });
  fleet.kill(sentinels[1]);
  fleet.setSilent(sentinels[2]);
  expect(await fleet.probeSentinel(sentinels[0], access)).toMatchObject({
    monitors: { ckquorum: { ok: false, text: expect.stringMatching(/^NOQUORUM 1 usable Sentinels\./) } },
  });
});

test("acts are recorded in order, and a test may make one fail", async () => {
  const fleet = createFakeRedisGroup({ redises, sentinels });
  fleet.onAct(({ act, at }) => {
    if (act === "follow" && at === redises[2]) throw new Fault("redis-unreachable", "cut");
  });
  await fleet.promote(redises[1], access);
  await fleet.follow(redises[0], redises[1], access);
  await expect(fleet.follow(redises[2], redises[1], access)).rejects.toThrow("cut");
  expect(fleet.calls.map(({ act }) => act)).toEqual(["promote", "follow", "follow"]);
});

function redis(last: number): Address {
  return { host: `10.0.0.${last}`, port: 6379 };
}

function sentinel(last: number): Address {
  return { host: `10.0.1.${last}`, port: 26379 };
}
