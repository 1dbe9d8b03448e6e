import type { MonitorSettings } from "../../../src/domain/plans/step.ts";
import { type Address, addressText, isSameAddress } from "../../../src/domain/topology.ts";
import { refusedAct } from "../../../src/redis/redis-fault.ts";
import { settle, switchTo } from "./settle.ts";
import { type FakeRedis, type FakeSentinel, isUp, redisAt, type World } from "./world.ts";

export function promote(world: World, redis: FakeRedis): string {
  if (redis.following === undefined) return "OK";
  delete redis.following;
  redis.replid2 = redis.replid;
  redis.secondReplOffset = redis.offset + 1;
  redis.replid = world.newId();
  settle(world);
  return "OK";
}

export function follow(world: World, redis: FakeRedis, master: Address): string {
  if (redis.following !== undefined && isSameAddress(redis.following.to, master)) {
    return "OK Already connected to specified master";
  }
  redis.following = { to: master, up: false, wasUp: false };
  settle(world);
  return "OK";
}

export function forgetMaster(sentinel: FakeSentinel, masterName: string): string {
  return sentinel.masters.delete(masterName) ? "OK" : "OK, it was not monitored";
}

export function monitor(world: World, sentinel: FakeSentinel, master: Address, settings: MonitorSettings): string {
  const present = sentinel.masters.get(settings.masterName);
  if (present !== undefined && !isSameAddress(present.address, master)) {
    throw refusedAct(sentinel.address, `ERR ${settings.masterName} is monitored at ${addressText(present.address)}.`);
  }
  if (present !== undefined) present.settings = settings;
  else sentinel.masters.set(settings.masterName, { address: master, epoch: 0, settings, replicas: [], sentinels: [] });
  settle(world);
  return "OK";
}

export function forceFailover(world: World, sentinel: FakeSentinel, masterName: string): string {
  const own = sentinel.masters.get(masterName);
  if (own === undefined) throw refusedAct(sentinel.address, "ERR No such master with that name");
  if (sentinel.tilt) return "OK";
  const old = own.address;
  const chosen = candidates(world, own.replicas, old)[0];
  if (chosen === undefined) throw refusedAct(sentinel.address, "NOGOODSLAVE No suitable replica to promote");
  promote(world, chosen);
  switchTo(own, chosen.address);
  own.epoch += 1;
  for (const address of own.replicas) {
    const redis = redisAt(world, address);
    if (redis !== undefined && isUp(redis)) follow(world, redis, chosen.address);
  }
  settle(world);
  return "OK";
}

// Sentinel's own order (`redis.md`, section 6): priority, offset, then the smaller run id.
function candidates(world: World, replicas: readonly Address[], master: Address): readonly FakeRedis[] {
  return replicas
    .flatMap((address) => redisAt(world, address) ?? [])
    .filter((redis) => isUp(redis) && redis.priority > 0)
    .filter(({ following }) => following !== undefined && isSameAddress(following.to, master))
    .sort((a, b) => a.priority - b.priority || b.offset - a.offset || a.runId.localeCompare(b.runId));
}
