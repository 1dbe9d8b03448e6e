import { afterEach, beforeEach, expect, test } from "vitest";
import type { MonitorSettings } from "../../src/domain/plans/step.ts";
import { poll } from "../sandbox/poll.ts";
import { type FleetUnderTest, faultOf, redisAnswer, sentinelAnswer } from "./fleet-under-test.ts";

/** What changes a group: each test has a group of its own. */
export function describeActs(start: () => Promise<FleetUnderTest>): void {
  let group: FleetUnderTest;
  beforeEach(async () => {
    group = await start();
  });
  afterEach(() => group.close());

  test("a killed member refuses, and an act on it is a fault", async () => {
    const { fleet, access, redises, sentinels } = group;
    await redisAnswer(group, redises[1]);
    await group.kill(redises[1]);
    await group.kill(sentinels[1]);
    expect(await fleet.probeRedis(redises[1], access)).toEqual({ kind: "refused" });
    expect(await fleet.probeSentinel(sentinels[1], access)).toEqual({ kind: "refused" });
    expect((await faultOf(fleet.promote(redises[1], access))).code).toBe("redis-unreachable");
    expect((await faultOf(fleet.forgetMaster(sentinels[1], access))).code).toBe("redis-unreachable");
  });

  test("a restart at the same address is answered by the new process, not by the old connection's end", async () => {
    const before = await redisAnswer(group, group.redises[2]);
    await group.restartEmpty(group.redises[2]);
    const after = await redisAnswer(group, group.redises[2]);
    expect(after.runId).not.toBe(before.runId);
    expect(after).toMatchObject({ role: "master", keys: 0 });
  });

  test("promoting twice is promoting once, and keeps the lineage", async () => {
    const { fleet, access, redises } = group;
    const before = await redisAnswer(group, redises[0]);
    await fleet.promote(redises[1], access);
    const once = await redisAnswer(group, redises[1]);
    await fleet.promote(redises[1], access);
    expect(once).toMatchObject({ role: "master", replid2: before.replid });
    expect(await redisAnswer(group, redises[1])).toMatchObject({ role: "master", replid: once.replid });
  });

  test("following twice is following once; the link comes up and brings the data", async () => {
    const { fleet, access, redises } = group;
    await fleet.promote(redises[1], access);
    await group.write(redises[1], 3);
    for (const _ of [1, 2]) await fleet.follow(redises[2], redises[1], access);
    const view = await poll("the link is up", async () => {
      const now = await redisAnswer(group, redises[2]);
      return now.following?.host === redises[1].host && now.following.link === "up" && now.keys === 3 && now;
    });
    expect(view).toMatchObject({ role: "replica", following: redises[1] });
  });

  test("a replica of a dead address says that its link is down", async () => {
    const { fleet, access, redises } = group;
    await group.kill(redises[0]);
    const view = await poll("the link is down", async () => {
      const now = await redisAnswer(group, redises[1]);
      return now.following?.link === "down" && now;
    });
    expect(view.following).toMatchObject({ ...redises[0], downSeconds: expect.any(Number) });
    expect(await fleet.probeRedis(redises[0], access)).toEqual({ kind: "refused" });
  });

  test("forgetting twice is forgetting once; the Sentinel then runs idle", async () => {
    const { fleet, access, sentinels } = group;
    await fleet.forgetMaster(sentinels[0], access);
    await fleet.forgetMaster(sentinels[0], access);
    const view = await sentinelAnswer(group, sentinels[0]);
    expect(view.monitors).toBeUndefined();
    expect(view.masterNames).toEqual([]);
  });

  test("monitoring sets every option, and again with others sets those", async () => {
    const { fleet, access, redises, sentinels } = group;
    await fleet.forgetMaster(sentinels[0], access);
    await fleet.monitor(sentinels[0], redises[0], settings(group), access);
    expect((await sentinelAnswer(group, sentinels[0])).monitors).toMatchObject({
      ...redises[0],
      quorum: 2,
      downAfterMs: 1_234,
      failoverTimeoutMs: 12_345,
      parallelSyncs: 2,
    });
    await fleet.monitor(sentinels[0], redises[0], { ...settings(group), downAfterMs: 4_321, quorum: 1 }, access);
    expect((await sentinelAnswer(group, sentinels[0])).monitors).toMatchObject({ downAfterMs: 4_321, quorum: 1 });
  });

  test("monitoring the same name at another address is refused and changes nothing", async () => {
    const { fleet, access, redises, sentinels } = group;
    const before = (await sentinelAnswer(group, sentinels[0])).monitors;
    const fault = await faultOf(fleet.monitor(sentinels[0], redises[1], settings(group), access));
    expect(fault.code).toBe("redis-refused");
    expect(fault.message).toContain(redises[0].host);
    const after = (await sentinelAnswer(group, sentinels[0])).monitors;
    expect(after).toMatchObject({ ...redises[0], downAfterMs: before?.downAfterMs, quorum: before?.quorum });
  });

  test("monitoring on what is no Sentinel is refused without the password in the message", async () => {
    const { fleet, access, redises } = group;
    const fault = await faultOf(fleet.monitor(redises[1], redises[0], settings(group), access));
    expect(fault.code).toBe("redis-refused");
    expect(JSON.stringify([fault.message, String(fault.cause)])).not.toContain(access.password);
  });

  test("all forget, then all monitor another master: every Sentinel names it", async () => {
    const { fleet, access, redises, sentinels } = group;
    await fleet.promote(redises[1], access);
    await Promise.all([0, 2].map((at) => fleet.follow(redises[at] ?? redises[0], redises[1], access)));
    await poll("the links are up", async () => (await redisAnswer(group, redises[1])).replicas.length === 2);
    await Promise.all(sentinels.map((sentinel) => fleet.forgetMaster(sentinel, access)));
    await Promise.all(sentinels.map((sentinel) => fleet.monitor(sentinel, redises[1], settings(group), access)));
    for (const sentinel of sentinels) {
      await poll("it names the new master and knows the others", async () => {
        const { monitors } = await sentinelAnswer(group, sentinel);
        return monitors?.host === redises[1].host && monitors.replicas.length === 2 && monitors.sentinels.length === 2;
      });
    }
  });

  test("a forced failover makes a replica the master", async () => {
    const { fleet, access, redises, sentinels } = group;
    await fleet.forceFailover(sentinels[0], access);
    const promoted = await poll("a replica is master", async () => {
      const views = await Promise.all([redises[1], redises[2]].map((redis) => redisAnswer(group, redis)));
      const at = views.findIndex((view) => view.role === "master");
      return at >= 0 && redises[at + 1];
    });
    await poll("its Sentinel names it", async () => {
      const { monitors } = await sentinelAnswer(group, sentinels[0]);
      return monitors?.host === promoted.host && monitors.port === promoted.port;
    });
  });

  test("a failover without a replica, or of an unknown name, is refused", async () => {
    const { fleet, access, redises, sentinels } = group;
    const unknown = await faultOf(fleet.forceFailover(sentinels[0], { ...access, masterName: "elsewhere" }));
    expect(unknown.code).toBe("redis-refused");
    await fleet.promote(redises[1], access);
    await fleet.promote(redises[2], access);
    await poll("the master has no replica", async () => (await redisAnswer(group, redises[0])).replicas.length === 0);
    await fleet.forgetMaster(sentinels[0], access);
    await fleet.monitor(sentinels[0], redises[0], settings(group), access);
    const fault = await faultOf(fleet.forceFailover(sentinels[0], access));
    expect(fault).toMatchObject({ code: "redis-refused", message: expect.stringContaining("NOGOODSLAVE") });
  });

  test("a role tells who follows whom, and how far it is", async () => {
    const { fleet, access, redises } = group;
    await group.write(redises[0], 2);
    const role = await poll("the replica has it", async () => {
      const [master, replica] = await Promise.all([redises[0], redises[1]].map((one) => fleet.readRole(one, access)));
      return master?.kind === "master" && replica?.kind === "replica" && replica.offset >= master.offset && replica;
    });
    expect(role).toMatchObject({ kind: "replica", master: redises[0], isLinked: true });
    await group.kill(redises[1]);
    expect(await fleet.readRole(redises[1], access)).toEqual({ kind: "refused" });
  });

  test("a paused master takes no write until it is resumed, and tells the offset that it has reached", async () => {
    const { fleet, access, redises } = group;
    const writer = fleet.openWriter(redises[0], access);
    expect(await writer.write("before")).toBe(true);
    const offset = await fleet.pauseWrites(redises[0], 60_000, access);
    expect(offset).toBe((await redisAnswer(group, redises[0])).offset);
    expect((await faultOf(fleet.pauseWrites(redises[1], 1000, access))).code).toBe("redis-refused");
    await fleet.resumeWrites(redises[1], access);
    await fleet.resumeWrites(redises[0], access);
    expect(await writer.write("after")).toBe(true);
    writer.close();
  });

  test("a master that steps down follows the other and takes no writes any more", async () => {
    const { fleet, access, redises } = group;
    await fleet.pauseWrites(redises[0], 60_000, access);
    await fleet.promote(redises[1], access);
    await fleet.stepDown(redises[0], redises[1], access);
    const view = await poll("it follows", async () => {
      const now = await redisAnswer(group, redises[0]);
      return now.following?.link === "up" && now;
    });
    expect(view).toMatchObject({ role: "replica", following: redises[1] });
    const writer = fleet.openWriter(redises[0], access);
    expect(await writer.write("refused")).toBe(false);
    writer.close();
  });

  test("a Sentinel that is greeted names the new master at once, and keeps its lists and settings", async () => {
    const { fleet, access, redises, sentinels } = group;
    const before = (await sentinelAnswer(group, sentinels[0])).monitors;
    const [peer] = before?.sentinels ?? [];
    if (before === undefined || peer === undefined) throw new Error("it knows no peer");
    await fleet.promote(redises[1], access);
    const hello = { peer, master: redises[1], epoch: before.configEpoch + 5 };
    await fleet.greet(sentinels[0], hello, access);
    const after = (await sentinelAnswer(group, sentinels[0])).monitors;
    expect(after).toMatchObject({ ...redises[1], configEpoch: hello.epoch, downAfterMs: before.downAfterMs });
    expect(after?.sentinels.map(({ id }) => id)).toEqual(before.sentinels.map(({ id }) => id));
    await fleet.greet(sentinels[0], { ...hello, master: redises[2], epoch: hello.epoch - 1 }, access);
    expect((await sentinelAnswer(group, sentinels[0])).monitors).toMatchObject(redises[1]);
  });

  test("nothing was written: there is no marker", async () => {
    expect(await group.fleet.readMarker(group.redises[1], group.access)).toBeNull();
  });
}

function settings({ access }: FleetUnderTest): MonitorSettings {
  const { masterName } = access;
  return { masterName, quorum: 2, downAfterMs: 1_234, failoverTimeoutMs: 12_345, parallelSyncs: 2 };
}
