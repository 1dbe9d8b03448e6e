import { afterAll, beforeAll, expect, test } from "vitest";
import { poll } from "../sandbox/poll.ts";
import { type FleetUnderTest, faultOf, redisAnswer, sentinelAnswer } from "./fleet-under-test.ts";

/** Probes and markers, on one group for all tests. */
export function describeReading(start: () => Promise<FleetUnderTest>): void {
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

function answered(view: { readonly kind: string }): boolean {
  return view.kind === "answered";
}
