import type { Hello, RoleAnswer } from "../../../src/flows/ports.ts";
import { refusedAct } from "../../../src/redis/redis-fault.ts";
import { settle, switchTo } from "./settle.ts";
import type { FakeRedis, FakeSentinel, World } from "./world.ts";

export function roleOf({ following, offset }: FakeRedis): RoleAnswer {
  if (following === undefined) return { kind: "master", offset };
  return { kind: "replica", master: following.to, isLinked: following.up, offset };
}

export function pauseWrites(redis: FakeRedis): number {
  if (redis.following !== undefined) throw refusedAct(redis.address, "it is no master.");
  redis.isPaused = true;
  return redis.offset;
}

export function resumeWrites(redis: FakeRedis): string {
  redis.isPaused = false;
  return "OK";
}

/** A Sentinel believes a peer that it knows, where the epoch is greater than its own. */
export function greet(world: World, sentinel: FakeSentinel, hello: Hello, masterName: string): string {
  const own = sentinel.masters.get(masterName);
  const isKnown = own?.sentinels.some(({ id }) => id === hello.peer.id) === true;
  if (own === undefined || !isKnown || hello.epoch <= own.epoch) return "1";
  own.epoch = hello.epoch;
  switchTo(own, hello.master);
  settle(world);
  return "1";
}
