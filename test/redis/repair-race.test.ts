import { expect, test } from "vitest";
import type { MonitorSettings } from "../../src/domain/plans/step.ts";
import type { Address } from "../../src/domain/topology.ts";
import type { Access } from "../../src/flows/ports.ts";
import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { poll } from "../sandbox/poll.ts";
import { type RedisGroup, startRedisGroup } from "../sandbox/redis-group.ts";

const log = { debug() {}, info() {}, warn() {}, error() {} };
const fleet = createRedisFleet({ timeoutMs: 900, log });
const access: Access = { masterName: "mymaster" };
const settings: MonitorSettings = {
  masterName: "mymaster",
  quorum: 2,
  downAfterMs: 2_000,
  failoverTimeoutMs: 10_000,
  parallelSyncs: 1,
};

/** The state of `redis.md`, 5.1: every Sentinel holds a dead address at a raised epoch, the Redises are new and empty. */
async function startWithDeadAddresses(): Promise<{ group: RedisGroup; fresh: readonly Address[] }> {
  const group = await startRedisGroup({ downAfterMs: 2_000 });
  await group.sentinels[0]?.command("SENTINEL", "FAILOVER", "mymaster");
  await poll("every Sentinel has the new epoch", async () =>
    (await opinions(group)).every((opinion) => (opinion?.configEpoch ?? 0) > 0),
  );
  for (const redis of group.redises) await redis.kill();
  const fresh = [await group.addRedis(), await group.addRedis(), await group.addRedis()].map(({ address }) => address);
  return { group, fresh };
}

async function opinions(group: RedisGroup) {
  const views = await Promise.all(group.sentinels.map(({ address }) => fleet.probeSentinel(address, access)));
  return views.map((view) => (view.kind === "answered" ? view.monitors : undefined));
}

async function makeOneMaster([master, ...others]: readonly Address[]): Promise<Address> {
  if (master === undefined) throw new Error("There is no Redis.");
  await fleet.promote(master, access);
  await Promise.all(others.map((redis) => fleet.follow(redis, master, access)));
  await poll("every link is up", async () => {
    const views = await Promise.all(others.map((redis) => fleet.probeRedis(redis, access)));
    return views.every((view) => view.kind === "answered" && view.following?.link === "up");
  });
  return master;
}

function isExact(opinion: Awaited<ReturnType<typeof opinions>>[number], master: Address, fresh: readonly Address[]) {
  return (
    opinion?.host === master.host && opinion.replicas.length === fresh.length - 1 && opinion.sentinels.length === 2
  );
}

test("all forget the dead address, then all monitor the new one: they agree, and none is switched back", async () => {
  const { group, fresh } = await startWithDeadAddresses();
  try {
    const master = await makeOneMaster(fresh);
    for (const { address } of group.sentinels) await fleet.forgetMaster(address, access);
    for (const { address } of group.sentinels) await fleet.monitor(address, master, settings, access);
    const named = (await opinions(group)).map((opinion) => opinion?.host);
    expect(named).toEqual([master.host, master.host, master.host]);
    await poll("every Sentinel has exact lists", async () =>
      (await opinions(group)).every((opinion) => isExact(opinion, master, fresh)),
    );
    // A late greeting would come within one period of 2 s: hold longer than that.
    const heldUntil = performance.now() + 3_000;
    await poll("the agreement holds", async () => {
      for (const opinion of await opinions(group)) expect(opinion?.host).toBe(master.host);
      return performance.now() > heldUntil;
    });
  } finally {
    await group.close();
  }
});

test("one Sentinel alone is switched back to the dead address by its peers' higher epoch", async () => {
  const { group, fresh } = await startWithDeadAddresses();
  try {
    const master = await makeOneMaster(fresh);
    const [first] = group.sentinels;
    const dead = (await opinions(group))[1]?.host;
    if (first === undefined) throw new Error("There is no Sentinel.");
    await fleet.forgetMaster(first.address, access);
    await fleet.monitor(first.address, master, settings, access);
    await poll("it names the dead address again", async () => (await opinions(group))[0]?.host === dead);
  } finally {
    await group.close();
  }
});
