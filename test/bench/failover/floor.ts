import { setTimeout as sleep } from "node:timers/promises";
import type { Address } from "../../../src/domain/topology.ts";
import { poll } from "../../sandbox/poll.ts";
import { type RedisGroup, startRedisGroup } from "../../sandbox/redis-group.ts";
import type { RedisProcess } from "../../sandbox/redis-process.ts";
import type { Timers } from "./deploy.ts";
import type { FloorKind } from "./fault.ts";
import { longestGap, lossOf, monotonicNow } from "./recording.ts";
import { shortestScript } from "./shortest-script.ts";
import { startWriters, type Writers } from "./start-writers.ts";

/** What the plain way cost: the longest gap in ms, and how many acknowledged writes. */
export type Floor = { readonly kind: FloorKind; readonly gapMs: number; readonly lost: number };

const masterName = "floor";
const warmUpWrites = 150;
/** After a plain failover the old master goes on taking writes for up to eleven seconds, which nobody keeps. */
const settleMs = 13_000;

type Plain = {
  readonly group: RedisGroup;
  readonly master: RedisProcess;
  readonly replicas: readonly [RedisProcess, ...RedisProcess[]];
};

/**
 * The same done the plain way: three redis-server and three redis-sentinel processes on loopback with the group's timers, without
 * Kubernetes, scripts or bot, measured by the same client.
 */
export async function measureFloor(kind: FloorKind, timers: Timers): Promise<Floor> {
  const group = await startRedisGroup({
    masterName,
    downAfterMs: timers.DOWN_AFTER_MS,
    failoverTimeoutMs: timers.FAILOVER_TIMEOUT_MS,
    quorum: timers.QUORUM,
  });
  try {
    return { kind, ...(await measure(kind, await plain(group, timers))) };
  } finally {
    await group.close();
  }
}

async function plain(group: RedisGroup, timers: Timers): Promise<Plain> {
  const [master, first, ...others] = group.redises;
  if (master === undefined || first === undefined) throw new Error("no group");
  for (const redis of group.redises) {
    await redis.command("CONFIG", "SET", "min-replicas-to-write", `${timers.MIN_REPLICAS_TO_WRITE}`);
    await redis.command("CONFIG", "SET", "min-replicas-max-lag", `${timers.maxLagMs / 1_000}`);
  }
  return { group, master, replicas: [first, ...others] };
}

async function measure(kind: FloorKind, plainGroup: Plain): Promise<Omit<Floor, "kind">> {
  const { group } = plainGroup;
  const writers = startWriters({ masterName, sentinels: group.sentinels.map(({ address }) => ({ ...address })) });
  try {
    await poll("the client writes", () => (writers.acknowledged()[0] ?? 0) >= warmUpWrites);
    const at = monotonicNow();
    const acknowledged = writers.acknowledged()[0] ?? 0;
    await make(kind, plainGroup);
    await writesAgain(writers, acknowledged);
    await sleep(kind === "kill" ? 1_000 : settleMs);
    const { bySentinels } = await writers.stop();
    const keys = bySentinels.acks.map(({ key }) => key);
    const kept = await keptBy(group, await masterNow(group), keys);
    return { gapMs: longestGap(bySentinels, at), lost: lossOf(bySentinels, kept, at).count };
  } finally {
    writers.kill();
  }
}

async function make(kind: FloorKind, { group, master, replicas }: Plain): Promise<void> {
  switch (kind) {
    case "kill":
      return await master.kill();
    case "freeze":
      return master.freeze();
    case "sentinel-failover":
      return void (await group.sentinels[0]?.command("SENTINEL", "FAILOVER", masterName));
    case "shortest-script":
      return await shortestScript({ masterName, master, replicas, sentinels: group.sentinels });
    case "kill-sentinels":
      await Promise.all(group.sentinels.map((sentinel) => sentinel.kill()));
      await Promise.all(group.sentinels.map((sentinel) => sentinel.restart()));
  }
}

async function writesAgain(writers: Writers, before: number): Promise<void> {
  // What was on its way when the fault came is no sign.
  const wanted = before + 2 * warmUpWrites;
  await poll("the client writes again", () => (writers.acknowledged()[0] ?? 0) >= wanted, 60_000);
}

async function masterNow({ sentinels }: RedisGroup): Promise<Address> {
  const reply = await sentinels[0]?.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName);
  const [host, port] = Array.isArray(reply) ? reply.map(String) : [];
  return { host: host ?? "", port: Number(port) };
}

async function keptBy(
  { redises }: RedisGroup,
  { host }: Address,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const master = redises.find(({ address }) => address.host === host);
  const values = await master?.command("MGET", ...keys);
  if (!Array.isArray(values)) throw new Error(`${host} does not answer`);
  return new Set(keys.filter((_, i) => values[i] !== null));
}
