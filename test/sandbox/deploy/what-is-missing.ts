import { type Connections, readRole, readSentinel } from "./connections.ts";
import { type GroupPod, type GroupPods, redisAt, sentinelAt } from "./kubernetes.ts";

type Group = GroupPods & { readonly connections: Connections; readonly master: GroupPod; readonly masterName: string };

/** Undefined when the group is whole: one master, everybody else linked to it, every Sentinel with exact lists. */
export async function whatIsMissing(group: Group): Promise<string | undefined> {
  const gaps = await Promise.all([
    ...group.redises.map((redis) => gapOfRedis(group, redis)),
    ...group.sentinels.map((sentinel) => gapOfSentinel(group, sentinel)),
  ]);
  return gaps.find((gap) => gap !== undefined);
}

async function gapOfRedis({ connections, master, redises }: Group, redis: GroupPod): Promise<string | undefined> {
  const role = await readRole(connections, redisAt(redis));
  if (redis.ip === master.ip) {
    if (role.kind !== "master") return `${redis.name} is no master`;
    const attached = [...role.replicas].sort().join();
    const wanted = redises.flatMap(({ ip }) => (ip === master.ip ? [] : [ip]));
    return attached === wanted.sort().join() ? undefined : `${redis.name} has the replicas ${attached || "(none)"}`;
  }
  if (role.kind === "master") return `${redis.name} is a second master`;
  return role.master === master.ip && role.connected ? undefined : `${redis.name} is not linked to ${master.name}`;
}

async function gapOfSentinel(group: Group, sentinel: GroupPod): Promise<string | undefined> {
  const { connections, masterName, redises, sentinels } = group;
  const read = (what: "MASTER" | "REPLICAS" | "SENTINELS") =>
    readSentinel(connections, sentinelAt(sentinel), what, masterName);
  const [[opinion], replicas, peers] = await Promise.all([read("MASTER"), read("REPLICAS"), read("SENTINELS")]);
  const said = `${opinion?.["ip"]} ${opinion?.["flags"]}, ${replicas.length} replicas, ${peers.length} peers`;
  const isExact =
    opinion?.["ip"] === group.master.ip &&
    opinion["flags"] === "master" &&
    replicas.length === redises.length - 1 &&
    replicas.every(({ flags, "master-link-status": link }) => flags === "slave" && link === "ok") &&
    peers.length === sentinels.length - 1 &&
    peers.every(({ flags }) => flags === "sentinel");
  return isExact ? undefined : `${sentinel.name} says ${said}`;
}
