import { z } from "zod";
import { type Connections, readSentinel } from "../../sandbox/deploy/connections.ts";
import type { GroupPod, Workload } from "./group-pods.ts";

/** The group at one moment, as Kubernetes tells it. */
export type Look = {
  readonly connections: Connections;
  readonly masterName: string;
  readonly pods: readonly GroupPod[];
  readonly workloads: readonly Workload[];
};

/**
 * Undefined where the group is whole, else one thing that is missing. Whole: every set has as many pods as it wants, all of
 * them rolled out and Ready, none Terminating; exactly one Redis is master, and all others are linked to it and online at it;
 * every Sentinel names it, up, with exactly the other Redis servers as replicas and the other Sentinels as peers, none of
 * them down. Everybody is asked at the pod's own address.
 */
export async function whatIsNotWhole(look: Look): Promise<string | undefined> {
  const { pods, workloads } = look;
  const unfinished = workloads.find(({ wanted, done }) => done < wanted);
  const isHere =
    workloads.some(({ name }) => name === "redis") && workloads.some(({ name }) => name === "redis-sentinel");
  if (!isHere) return "the sets are not there";
  const pod = pods.find(({ isReady, isGoing }) => isGoing || !isReady);
  if (pod !== undefined) return `${pod.name} is ${pod.isGoing ? "terminating" : "not ready"}`;
  if (unfinished !== undefined) return `${unfinished.name} has ${unfinished.done} of ${unfinished.wanted} pods`;
  const master = await soleMaster(look);
  if (typeof master === "string") return master;
  const gaps = await Promise.all([
    ...of(look, "redis").map((redis) => gapOfReplica(look, redis, master)),
    ...of(look, "redis-sentinel").map((sentinel) => gapOfSentinel(look, sentinel, master)),
  ]);
  return gaps.find((gap) => gap !== undefined);
}

type Master = { readonly pod: GroupPod; readonly address: string };

async function soleMaster(look: Look): Promise<Master | string> {
  const redises = of(look, "redis");
  const infos = await Promise.all(redises.map((redis) => infoOf(look, redis)));
  const [master, ...more] = redises.filter((_, i) => infos[i]?.["role"] === "master");
  if (master === undefined) return "nobody is master";
  if (more.length > 0) return `${more.map(({ name }) => name)} and ${master.name} are masters`;
  const info = infos[redises.indexOf(master)] ?? {};
  const online = Object.keys(info).filter((key) => /^slave\d+$/.test(key) && info[key]?.includes("state=online"));
  const isFollowed = online.length === redises.length - 1 && info["connected_slaves"] === `${online.length}`;
  if (!isFollowed) return `${master.name} has ${info["connected_slaves"]} replicas, ${online.length} of them online`;
  return { pod: master, address: await announcedBy(look, master) };
}

async function gapOfReplica(look: Look, redis: GroupPod, master: Master): Promise<string | undefined> {
  if (redis.uid === master.pod.uid) return undefined;
  const info = await infoOf(look, redis);
  const isLinked = info["master_host"] === master.address && info["master_link_status"] === "up";
  return isLinked ? undefined : `${redis.name} is not linked to ${master.pod.name}`;
}

async function gapOfSentinel(look: Look, sentinel: GroupPod, master: Master): Promise<string | undefined> {
  const read = (what: "MASTER" | "REPLICAS" | "SENTINELS") =>
    readSentinel(look.connections, { host: sentinel.ip ?? "", port: 26_379 }, what, look.masterName);
  const [[opinion], replicas, peers] = await Promise.all([read("MASTER"), read("REPLICAS"), read("SENTINELS")]);
  const isExact =
    opinion?.["ip"] === master.address &&
    opinion["flags"] === "master" &&
    replicas.length === of(look, "redis").length - 1 &&
    replicas.every(({ flags, "master-link-status": link }) => flags === "slave" && link === "ok") &&
    peers.length === of(look, "redis-sentinel").length - 1 &&
    peers.every(({ flags }) => flags === "sentinel");
  const flagsOf = (entries: readonly Readonly<Record<string, string>>[]) => entries.map(({ flags }) => flags).join(" ");
  return isExact
    ? undefined
    : `${sentinel.name} says ${opinion?.["ip"]} ${opinion?.["flags"]}, replicas: ${flagsOf(replicas)}, peers: ${flagsOf(peers)}`;
}

function of({ pods }: Look, set: "redis" | "redis-sentinel"): readonly GroupPod[] {
  return pods.filter((pod) => pod.set === set);
}

async function infoOf({ connections }: Look, { ip }: GroupPod): Promise<Readonly<Record<string, string>>> {
  const text = String(await connections.call({ host: ip ?? "", port: 6379 }, "INFO", "replication"));
  return Object.fromEntries(
    text.split("\r\n").flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)]];
    }),
  );
}

/** The address by which the others know it. */
async function announcedBy({ connections }: Look, { ip = "" }: GroupPod): Promise<string> {
  const setting = await connections.call({ host: ip, port: 6379 }, "CONFIG", "GET", "replica-announce-ip");
  return z.array(z.string()).parse(setting)[1] || ip;
}
