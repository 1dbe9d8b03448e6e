import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Fault } from "../../src/domain/fault.ts";
import type { MonitorSettings } from "../../src/domain/plans/step.ts";
import type { Address, RedisAnswer, SentinelAnswer } from "../../src/domain/topology.ts";
import type { Access, RedisFleet } from "../../src/flows/ports.ts";
import { poll } from "../sandbox/poll.ts";

/** A healthy group of three Redises (the first is the master) and three Sentinels, with a password, and its fleet. */
export type FleetUnderTest = {
  readonly fleet: RedisFleet;
  readonly access: Access & { readonly password: string };
  readonly redises: readonly [Address, Address, Address];
  readonly sentinels: readonly [Address, Address, Address];
  readonly write: (redis: Address, keys: number) => Promise<void>;
  readonly kill: (member: Address) => Promise<void>;
  /** The process is there, its port accepts, nothing answers. */
  readonly freeze: (member: Address) => Promise<void>;
  readonly thaw: (member: Address) => Promise<void>;
  /** A new process without data at the same address: a master of its own. */
  readonly restartEmpty: (redis: Address) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What every `RedisFleet` keeps to, the real one and the fake. Each test gets a group of its own where it changes it. */
export function describeRedisFleet(name: string, start: () => Promise<FleetUnderTest>): void {
  describe(`${name}: reading`, () => describeReading(start));
  describe(`${name}: acting`, () => describeActs(start));
}

function describeReading(start: () => Promise<FleetUnderTest>): void {
  let group: FleetUnderTest;
  beforeAll(async () => {
    group = await start();
  });
  afterAll(() => group.close());

  test("a master tells of its replicas and its history", async () => {
    const { redises } = group;
    const view = await redisAnswer(group, redises[0]);
    expect(view).toMatchObject({ role: "master", replid2: "0".repeat(40), secondReplOffset: -1, priority: 100 });
    expect(view.following).toBeUndefined();
    expect(view.replid).toMatch(/^[0-9a-f]{40}$/);
    expect(view.replicas.map(({ host, port, state }) => ({ host, port, state }))).toEqual(
      expect.arrayContaining([
        { ...redises[1], state: "online" },
        { ...redises[2], state: "online" },
      ]),
    );
  });

  test("a replica has its master's lineage and an up link", async () => {
    const [master, replica] = await Promise.all([
      redisAnswer(group, group.redises[0]),
      redisAnswer(group, group.redises[1]),
    ]);
    expect(replica).toMatchObject({
      role: "replica",
      replid: master.replid,
      following: { ...group.redises[0], link: "up", syncing: false },
    });
    expect(replica.following?.downSeconds).toBeUndefined();
  });

  test("keys and offsets grow with writes, on replicas too", async () => {
    const before = await redisAnswer(group, group.redises[1]);
    await group.write(group.redises[0], 25);
    const after = await poll("the replica has the keys", async () => {
      const view = await redisAnswer(group, group.redises[1]);
      return view.keys === before.keys + 25 && view;
    });
    expect(after.offset).toBeGreaterThan(before.offset);
  });

  test("a Sentinel tells of its master, the replicas and the other Sentinels", async () => {
    const { redises, sentinels } = group;
    const view = await sentinelAnswer(group, sentinels[0]);
    expect(view).toMatchObject({
      tilt: false,
      masterNames: [group.access.masterName],
      monitors: { ...redises[0], flags: ["master"], roleReported: "master", quorum: 2, ckquorum: { ok: true } },
    });
    expect(view.monitors?.replicas).toMatchObject([
      { ...redises[1], masterHost: redises[0].host, linkUp: true },
      { ...redises[2], masterHost: redises[0].host, linkUp: true },
    ]);
    const others = view.monitors?.sentinels.map(({ host, port }) => ({ host, port }));
    expect(others).toHaveLength(2);
    expect(others).toEqual(expect.arrayContaining([sentinels[1], sentinels[2]]));
    expect(view.monitors?.sentinels.map(({ id }) => id)).not.toContain(view.id);
  });

  test("a Sentinel that does not know the master name says which names it knows", async () => {
    const view = await group.fleet.probeSentinel(group.sentinels[0], { ...group.access, masterName: "elsewhere" });
    expect(view).toMatchObject({ kind: "answered", masterNames: [group.access.masterName] });
    expect(view).not.toHaveProperty("monitors");
  });

  test("a Redis is no Sentinel, and a Sentinel no Redis", async () => {
    const { fleet, access, redises, sentinels } = group;
    expect(await fleet.probeSentinel(redises[0], access)).toMatchObject({ kind: "error" });
    expect(await fleet.probeRedis(sentinels[0], access)).toMatchObject({ kind: "error" });
  });

  test("a wrong or missing password is an answer, and a fault of an act", async () => {
    const { fleet, access, redises } = group;
    for (const wrong of [{ masterName: access.masterName }, { ...access, password: "wrong" }]) {
      expect(await fleet.probeRedis(redises[0], wrong)).toMatchObject({ kind: "denied", reason: "auth" });
      const fault = await faultOf(fleet.writeMarker(redises[0], "m", wrong));
      expect(fault.code).toBe("redis-auth");
      expect(fault.message).not.toContain("wrong");
    }
  });

  test("a marker written on the master is read from each replica", async () => {
    const { fleet, access, redises } = group;
    await fleet.writeMarker(redises[0], "marker-17", access);
    for (const redis of redises) {
      await poll("the marker is there", async () => (await fleet.readMarker(redis, access)) === "marker-17");
    }
  });

  test("a replica refuses the marker, in words fit for people", async () => {
    const fault = await faultOf(group.fleet.writeMarker(group.redises[1], "marker", group.access));
    expect(fault).toMatchObject({ code: "redis-refused", message: expect.stringContaining("replica") });
  });

  test("a frozen member is silent within about a second, and answers again when it goes on", async () => {
    const { fleet, access, redises } = group;
    await group.freeze(redises[2]);
    const startedAt = performance.now();
    const view = await fleet.probeRedis(redises[2], access);
    expect(view).toMatchObject({ kind: "silent", afterMs: expect.any(Number) });
    expect(performance.now() - startedAt).toBeLessThan(1_300);
    expect((await faultOf(fleet.readMarker(redises[2], access))).code).toBe("redis-unreachable");
    await group.thaw(redises[2]);
    expect(await poll("it answers", async () => answered(await fleet.probeRedis(redises[2], access)))).toBe(true);
  });
}

function describeActs(start: () => Promise<FleetUnderTest>): void {
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

  test("nothing was written: there is no marker", async () => {
    expect(await group.fleet.readMarker(group.redises[1], group.access)).toBeNull();
  });
}

function settings({ access }: FleetUnderTest): MonitorSettings {
  const { masterName } = access;
  return { masterName, quorum: 2, downAfterMs: 1_234, failoverTimeoutMs: 12_345, parallelSyncs: 2 };
}

async function redisAnswer({ fleet, access }: FleetUnderTest, address: Address): Promise<RedisAnswer> {
  const view = await fleet.probeRedis(address, access);
  if (view.kind !== "answered") throw new Error(`${address.host} did not answer: ${JSON.stringify(view)}`);
  return view;
}

async function sentinelAnswer({ fleet, access }: FleetUnderTest, address: Address): Promise<SentinelAnswer> {
  const view = await fleet.probeSentinel(address, access);
  if (view.kind !== "answered") throw new Error(`${address.host} did not answer: ${JSON.stringify(view)}`);
  return view;
}

function answered(view: { readonly kind: string }): boolean {
  return view.kind === "answered";
}

async function faultOf(act: Promise<unknown>): Promise<Fault> {
  const outcome = await act.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
  if (outcome instanceof Fault) return outcome;
  throw new Error(`Not a Fault: ${String(outcome)}`);
}
