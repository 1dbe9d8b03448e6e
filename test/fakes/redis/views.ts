import {
  isSameAddress,
  type MasterOpinion,
  type RedisAnswer,
  type SentinelAnswer,
} from "../../../src/domain/topology.ts";
import {
  type FakeMonitor,
  type FakeRedis,
  type FakeSentinel,
  isUp,
  liveSentinels,
  redisAt,
  redisesOf,
  sentinelAt,
  type World,
} from "./world.ts";

export function redisView(world: World, redis: FakeRedis): RedisAnswer {
  const link = redis.following;
  const followers = redisesOf(world).filter(
    ({ following, silence }) =>
      silence === undefined && following?.up === true && isSameAddress(following.to, redis.address),
  );
  return {
    kind: "answered",
    role: link === undefined ? "master" : "replica",
    runId: redis.runId,
    replid: redis.replid,
    replid2: redis.replid2,
    secondReplOffset: redis.secondReplOffset,
    offset: redis.offset,
    keys: redis.keys,
    usedMemoryBytes: 1_000_000 + 100 * redis.keys,
    uptimeSeconds: 100,
    priority: redis.priority,
    clients: 1,
    version: "7.0.15",
    ...(link !== undefined && {
      following: {
        ...link.to,
        link: link.up ? "up" : "down",
        ...(!link.up && { downSeconds: link.wasUp ? 1 : -1 }),
        syncing: false,
        lastIoSeconds: link.up ? 0 : -1,
      },
    }),
    replicas: followers.map(({ address, offset }) => ({ ...address, state: "online", offset, lagSeconds: 0 })),
    minReplicasToWrite: redis.minReplicasToWrite,
    latencyMs: 1,
  };
}

export function sentinelView(world: World, sentinel: FakeSentinel, masterName: string): SentinelAnswer {
  const monitor = sentinel.masters.get(masterName);
  return {
    kind: "answered",
    id: sentinel.id,
    tilt: sentinel.tilt,
    ...(monitor !== undefined && { monitors: opinion(world, monitor) }),
    masterNames: [...sentinel.masters.keys()].sort(),
    latencyMs: 1,
  };
}

function opinion(world: World, monitor: FakeMonitor): MasterOpinion {
  const { masterName, ...settings } = monitor.settings;
  const master = redisAt(world, monitor.address);
  return {
    ...monitor.address,
    ...settings,
    flags: isUp(master) ? ["master"] : downFlags(world, monitor, masterName),
    roleReported: master?.following === undefined ? "master" : "slave",
    configEpoch: monitor.epoch,
    replicas: monitor.replicas.map((address) => knownReplica(world, address)),
    sentinels: monitor.sentinels.map(({ id, address }) => {
      const isThere = isUp(sentinelAt(world, address)) && sentinelAt(world, address)?.id === id;
      return { ...address, id, flags: isThere ? ["sentinel"] : ["s_down", "sentinel", "disconnected"] };
    }),
    ckquorum: ckquorum(world, monitor),
  };
}

function downFlags(world: World, monitor: FakeMonitor, masterName: string): readonly string[] {
  const agreeing = liveSentinels(world).filter((sentinel) => {
    const theirs = sentinel.masters.get(masterName);
    return theirs !== undefined && isSameAddress(theirs.address, monitor.address);
  });
  const isAgreed = agreeing.length >= monitor.settings.quorum;
  return ["s_down", ...(isAgreed ? ["o_down"] : []), "master", "disconnected"];
}

function knownReplica(world: World, address: FakeRedis["address"]): MasterOpinion["replicas"][number] {
  const redis = redisAt(world, address);
  const link = redis?.following;
  return {
    ...address,
    flags: isUp(redis) ? ["slave"] : ["s_down", "slave", "disconnected"],
    masterHost: link?.to.host ?? "?",
    masterPort: link?.to.port ?? 0,
    linkUp: isUp(redis) && link?.up === true,
    linkDownMs: link?.up === true ? 0 : 1_000,
    priority: redis?.priority ?? 100,
    offset: redis?.offset ?? 0,
    lastOkPingMs: isUp(redis) ? 100 : 60_000,
  };
}

function ckquorum(world: World, { sentinels, settings }: FakeMonitor): MasterOpinion["ckquorum"] {
  const usable = 1 + sentinels.filter(({ address }) => isUp(sentinelAt(world, address))).length;
  const majority = Math.floor((sentinels.length + 1) / 2) + 1;
  const missing = [
    ...(usable < settings.quorum
      ? ["Not enough available Sentinels to reach the specified quorum for this master"]
      : []),
    ...(usable < majority ? ["Not enough available Sentinels to reach the majority and authorize a failover"] : []),
  ];
  if (missing.length > 0) return { ok: false, text: `NOQUORUM ${usable} usable Sentinels. ${missing.join(". ")}` };
  return { ok: true, text: `OK ${usable} usable Sentinels. Quorum and failover authorization can be reached` };
}
