import { addressText, isSameAddress } from "../../../src/domain/topology.ts";
import {
  type FakeMonitor,
  type FakeRedis,
  type FakeSentinel,
  includes,
  isUp,
  liveSentinels,
  noLineage,
  redisAt,
  redisesOf,
  type World,
} from "./world.ts";

/** Lets replication and the Sentinels' greetings come to rest: what takes seconds in reality is done when it returns. */
export function settle(world: World): void {
  // A chain of replicas needs as many rounds as it has links.
  for (const _ of world.members) for (const redis of redisesOf(world)) replicate(world, redis);
  const sentinels = liveSentinels(world);
  for (const sentinel of sentinels)
    for (const name of sentinel.masters.keys()) obeyHigherEpoch(sentinels, sentinel, name);
  for (const sentinel of sentinels) for (const name of sentinel.masters.keys()) greet(world, sentinels, sentinel, name);
}

function replicate(world: World, redis: FakeRedis): void {
  const link = redis.following;
  if (link === undefined || !isUp(redis)) return;
  const source = redisAt(world, link.to);
  const canServe = source !== undefined && source !== redis && isUp(source) && source.following?.up !== false;
  link.up = canServe;
  if (!canServe || source === undefined) return;
  link.wasUp = true;
  inheritLineage(redis, source);
  redis.offset = source.offset;
  redis.keys = source.keys;
  if (source.marker === undefined) delete redis.marker;
  else redis.marker = source.marker;
}

// As PSYNC does: the same history goes on, the promoted replica's history becomes ours, any other replaces ours.
function inheritLineage(redis: FakeRedis, source: FakeRedis): void {
  if (redis.replid === source.replid) return;
  const isPartial = redis.replid === source.replid2 && redis.offset < source.secondReplOffset;
  redis.replid2 = isPartial ? redis.replid : noLineage;
  redis.secondReplOffset = isPartial ? redis.offset + 1 : -1;
  redis.replid = source.replid;
}

// The race of `redis.md`, fact 2, at its worst: a fresh MONITOR has epoch 0 and loses to any peer that knows better.
function obeyHigherEpoch(sentinels: readonly FakeSentinel[], sentinel: FakeSentinel, name: string): void {
  const own = sentinel.masters.get(name);
  const peers = sentinels.flatMap((peer) => peer.masters.get(name) ?? []);
  const best = peers.reduce(
    (a, b) => (b.epoch > a.epoch ? b : a),
    own ?? peers[0] ?? { epoch: -1, address: undefined },
  );
  if (own === undefined || best.address === undefined || best.epoch <= own.epoch) return;
  if (!isSameAddress(best.address, own.address)) switchTo(own, best.address);
  own.epoch = best.epoch;
}

/** The Sentinel's own view of a switch: the old master becomes one of the replicas. */
export function switchTo(monitor: FakeMonitor, address: FakeMonitor["address"]): void {
  const replicas = [...monitor.replicas, monitor.address].filter((one) => !isSameAddress(one, address));
  monitor.replicas = replicas.filter((one, at) => replicas.findIndex((other) => isSameAddress(one, other)) === at);
  monitor.address = address;
}

function greet(world: World, sentinels: readonly FakeSentinel[], sentinel: FakeSentinel, name: string): void {
  const own = sentinel.masters.get(name);
  // Greetings travel through the master: without it nobody new is met, and nobody is forgotten.
  if (own === undefined || !isUp(redisAt(world, own.address))) return;
  for (const redis of redisesOf(world)) {
    const follows = redis.following?.up === true && isSameAddress(redis.following.to, own.address);
    if (follows && isUp(redis) && !includes(own.replicas, redis.address)) own.replicas.push(redis.address);
  }
  for (const peer of sentinels) {
    const theirs = peer.masters.get(name);
    const isKnown = own.sentinels.some(({ id }) => id === peer.id);
    if (peer === sentinel || isKnown || theirs === undefined || !isSameAddress(theirs.address, own.address)) continue;
    own.sentinels = own.sentinels.filter(({ address }) => addressText(address) !== addressText(peer.address));
    own.sentinels.push({ id: peer.id, address: peer.address });
  }
}
