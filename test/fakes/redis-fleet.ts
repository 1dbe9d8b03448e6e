import type { MonitorSettings } from "../../src/domain/plans/step.ts";
import { type Address, addressText, type NoAnswer } from "../../src/domain/topology.ts";
import type { Access, RedisFleet } from "../../src/flows/ports.ts";
import { refusedAct, unanswered } from "../../src/redis/redis-fault.ts";
import { follow, forceFailover, forgetMaster, monitor, promote } from "./redis/acts.ts";
import { greet, pauseWrites, resumeWrites, roleOf } from "./redis/hand-over.ts";
import { settle } from "./redis/settle.ts";
import { redisView, sentinelView } from "./redis/views.ts";
import { createWorld, type FakeRedis, type FakeSentinel, newRedis, redisAt, sentinelAt } from "./redis/world.ts";

type Act = Exclude<keyof RedisFleet, "probeRedis" | "probeSentinel" | "readRole" | "openWriter">;
type FakeCall = { readonly act: Act; readonly at: Address; readonly master?: Address };

/** A small Redis and Sentinel world without time: what an act brings about is there when it resolves. */
export type FakeRedisFleet = RedisFleet & {
  /** Every act in its order, also those that failed. */
  readonly calls: readonly FakeCall[];
  /** Runs before each act; may change the world, or throw the fault that the act shall fail with. */
  readonly onAct: (listener: (call: FakeCall) => void) => void;
  readonly addRedis: (address: Address, following?: Address) => void;
  /** Idle unless it is told what to monitor. */
  readonly addSentinel: (address: Address, monitored?: Address, settings?: Partial<MonitorSettings>) => void;
  readonly write: (redis: Address, keys: number) => void;
  /** The process is gone; its port refuses. No failover happens by itself: `failOver`, or set it up. */
  readonly kill: (member: Address) => void;
  /** The process, its node or the network is gone: nothing answers. */
  readonly setSilent: (member: Address) => void;
  /** Any other way not to answer; undefined: it answers again as it was. */
  readonly setAnswer: (member: Address, answer: NoAnswer | undefined) => void;
  /** A new process at the same address: an empty master of its own, or an idle Sentinel with a new id. */
  readonly restart: (member: Address) => void;
  /** What Sentinel does by itself when the master dies: the same as a forced failover. */
  readonly failOver: (sentinel: Address) => void;
  /** Changes what a Redis is, for cases that no act leads to (priority 0, a foreign lineage). */
  readonly setRedis: (
    redis: Address,
    change: Partial<
      Pick<FakeRedis, "replid" | "replid2" | "secondReplOffset" | "offset" | "keys" | "priority" | "minReplicasToWrite">
    >,
  ) => void;
  readonly setTilt: (sentinel: Address, tilt: boolean) => void;
  /** The epoch of a Sentinel's opinion: a higher one wins over peers that name another address. */
  readonly setEpoch: (sentinel: Address, epoch: number) => void;
};

export type FakeFleetSettings = { readonly masterName?: string; readonly password?: string };

/** A fleet without members; whoever is not added is `silent`, as a dead pod's address is. */
export function createFakeRedisFleet({ masterName = "mymaster", password }: FakeFleetSettings = {}): FakeRedisFleet {
  const world = createWorld();
  const calls: FakeCall[] = [];
  const listeners: ((call: FakeCall) => void)[] = [];

  function begin(call: FakeCall): void {
    calls.push(call);
    for (const listener of listeners) listener(call);
  }

  function answering(at: Address, access: Access): FakeRedis | FakeSentinel | NoAnswer {
    const member = world.members.get(addressText(at));
    if (member === undefined) return { kind: "silent", afterMs: 900 };
    if (member.silence !== undefined) return member.silence;
    const isDenied = member.kind === "redis" && password !== undefined && access.password !== password;
    return isDenied ? { kind: "denied", reason: "auth", text: "NOAUTH Authentication required." } : member;
  }

  function redisFor(at: Address, access: Access): FakeRedis {
    const member = answering(at, access);
    if (member.kind === "redis") return member;
    throw member.kind === "sentinel" ? refusedAct(at, "ERR unknown command") : unanswered(at, member);
  }

  function sentinelFor(at: Address, access: Access): FakeSentinel {
    const member = answering(at, access);
    if (member.kind === "sentinel") return member;
    throw member.kind === "redis" ? refusedAct(at, "ERR unknown command 'SENTINEL'") : unanswered(at, member);
  }

  function change(at: Address, apply: (member: FakeRedis | FakeSentinel) => void): void {
    const member = world.members.get(addressText(at));
    if (member === undefined) throw new Error(`${addressText(at)} is no member of the fake.`);
    apply(member);
    settle(world);
  }

  function setAnswer(at: Address, answer: NoAnswer | undefined): void {
    change(at, (member) => {
      if (answer === undefined) delete member.silence;
      else member.silence = answer;
    });
  }

  function addRedis(at: Address, following?: Address): void {
    const redis = newRedis(world, at);
    if (following !== undefined) redis.following = { to: following, up: false, wasUp: false };
    world.members.set(addressText(at), redis);
    settle(world);
  }

  function addSentinel(at: Address, monitored?: Address, settings: Partial<MonitorSettings> = {}): void {
    const sentinel: FakeSentinel = {
      kind: "sentinel",
      address: at,
      id: world.newId(),
      tilt: false,
      masters: new Map(),
    };
    world.members.set(addressText(at), sentinel);
    if (monitored !== undefined) monitor(world, sentinel, monitored, { ...defaults, masterName, ...settings });
  }

  return {
    calls,
    onAct: (listener) => void listeners.push(listener),
    addRedis,
    addSentinel,
    write: (at, keys) =>
      change(at, (member) => {
        if (member.kind !== "redis" || member.following !== undefined) throw new Error("Writes go to a master.");
        member.keys += keys;
        member.offset += 50 * keys;
      }),
    kill: (at) => setAnswer(at, { kind: "refused" }),
    setSilent: (at) => setAnswer(at, { kind: "silent", afterMs: 900 }),
    setAnswer,
    restart: (at) => (redisAt(world, at) === undefined ? addSentinel(at) : addRedis(at)),
    failOver: (at) => {
      const sentinel = sentinelAt(world, at);
      if (sentinel !== undefined) forceFailover(world, sentinel, masterName);
    },
    setRedis: (at, changed) => change(at, (member) => void Object.assign(member, changed)),
    setTilt: (at, tilt) =>
      change(at, (member) => {
        if (member.kind === "sentinel") member.tilt = tilt;
      }),
    setEpoch: (at, epoch) =>
      change(at, (member) => {
        const own = member.kind === "sentinel" ? member.masters.get(masterName) : undefined;
        if (own !== undefined) own.epoch = epoch;
      }),

    probeRedis: async (at, access) => {
      const member = answering(at, access);
      if (member.kind === "redis") return redisView(world, member);
      return member.kind === "sentinel" ? { kind: "error", text: "A Sentinel answers here, not a Redis." } : member;
    },
    probeSentinel: async (at, access) => {
      const member = answering(at, access);
      if (member.kind === "sentinel") return sentinelView(world, member, access.masterName);
      return member.kind === "redis" ? { kind: "error", text: "What answers here is no Sentinel." } : member;
    },
    readRole: async (at, access) => {
      const member = answering(at, access);
      if (member.kind === "redis") return roleOf(member);
      return member.kind === "sentinel" ? { kind: "error", text: "A Sentinel answers here, not a Redis." } : member;
    },
    pauseWrites: async (at, _forMs, access) => {
      begin({ act: "pauseWrites", at });
      return pauseWrites(redisFor(at, access));
    },
    resumeWrites: async (at, access) => {
      begin({ act: "resumeWrites", at });
      return resumeWrites(redisFor(at, access));
    },
    stepDown: async (at, master, access) => {
      begin({ act: "stepDown", at, master });
      const redis = redisFor(at, access);
      resumeWrites(redis);
      return follow(world, redis, master);
    },
    greet: async (at, hello, access) => {
      begin({ act: "greet", at, master: hello.master });
      return greet(world, sentinelFor(at, access), hello, access.masterName);
    },
    openWriter: (at, access) => ({
      write: async () => {
        const member = answering(at, access);
        return member.kind === "redis" && member.following === undefined && member.isPaused !== true;
      },
      close: () => {},
    }),
    promote: async (at, access) => {
      begin({ act: "promote", at });
      return promote(world, redisFor(at, access));
    },
    follow: async (at, master, access) => {
      begin({ act: "follow", at, master });
      return follow(world, redisFor(at, access), master);
    },
    forgetMaster: async (at, access) => {
      begin({ act: "forgetMaster", at });
      return forgetMaster(sentinelFor(at, access), access.masterName);
    },
    monitor: async (at, master, settings, access) => {
      begin({ act: "monitor", at, master });
      return monitor(world, sentinelFor(at, access), master, settings);
    },
    forceFailover: async (at, access) => {
      begin({ act: "forceFailover", at });
      return forceFailover(world, sentinelFor(at, access), access.masterName);
    },
    writeMarker: async (at, marker, access) => {
      begin({ act: "writeMarker", at });
      writeMarker(redisFor(at, access), marker);
      settle(world);
      return "OK";
    },
    readMarker: async (at, access) => {
      begin({ act: "readMarker", at });
      return redisFor(at, access).marker ?? null;
    },
  };
}

const defaults = { quorum: 2, downAfterMs: 5_000, failoverTimeoutMs: 30_000, parallelSyncs: 1 };

function writeMarker(redis: FakeRedis, marker: string): void {
  if (redis.following !== undefined) {
    throw refusedAct(redis.address, "READONLY You can't write against a read only replica.");
  }
  redis.marker = marker;
  redis.offset += 50;
}

/** A healthy group: the first Redis is the master, the others follow it, every Sentinel knows everybody. */
export function createFakeRedisGroup(
  members: { readonly redises: readonly Address[]; readonly sentinels: readonly Address[] },
  settings: FakeFleetSettings = {},
): FakeRedisFleet {
  const fleet = createFakeRedisFleet(settings);
  const [master, ...replicas] = members.redises;
  if (master !== undefined) fleet.addRedis(master);
  for (const replica of replicas) fleet.addRedis(replica, master);
  for (const sentinel of members.sentinels) fleet.addSentinel(sentinel, master);
  return fleet;
}
