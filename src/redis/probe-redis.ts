import { z } from "zod";
import type { Address, NoAnswer, RedisAnswer } from "../domain/topology.ts";
import type { Access } from "../flows/ports.ts";
import type { Command, Replies, Reply } from "./connection.ts";
import type { Exchange } from "./connection-pool.ts";
import { parseInfo } from "./parse-info.ts";
import { parseKeyspace } from "./parse-keyspace.ts";
import { parseReplication } from "./parse-replication.ts";
import { parseRole } from "./parse-role.ts";
import { parseSetting } from "./parse-settings.ts";
import { readReply, unreadable } from "./read-reply.ts";
import { refusal } from "./refusal.ts";
import { targetOf } from "./target.ts";

// Bare INFO, not its sections: before Redis 7 it takes only one of them, and this must stay one round trip.
const questions: readonly Command[] = [
  ["ROLE"],
  ["INFO"],
  ["CONFIG", "GET", "min-*-to-write"],
  ["CONFIG", "GET", "*-priority"],
];

const number = z.coerce.number();
const ServerInfo = z.object({
  run_id: z.string(),
  redis_version: z.string(),
  uptime_in_seconds: number,
  used_memory: number,
  connected_clients: number,
  loading: z.string().default("0"),
});

/** Asks one Redis about itself in one round trip. Never throws. */
export async function probeRedis(ask: Exchange, address: Address, access: Access): Promise<RedisAnswer | NoAnswer> {
  const outcome = await ask(targetOf(address, access), questions);
  if (outcome.kind !== "replies") return outcome;
  try {
    return readRedisAnswer(outcome);
  } catch (error) {
    return unreadable("Redis", error);
  }
}

/** The replies to `questions` as an answer; throws a `ZodError` where a Redis does not answer so. */
export function readRedisAnswer({ replies, tookMs }: Pick<Replies, "replies" | "tookMs">): RedisAnswer | NoAnswer {
  const [role, info, minReplicas, priority] = replies;
  for (const reply of [role, info]) {
    if (reply?.ok === false) return refusal(reply.text) ?? { kind: "error", text: reply.text };
  }
  const process = parseRole(readReply(role));
  if (process.kind === "sentinel") return { kind: "error", text: "A Sentinel answers here, not a Redis." };
  const fields = parseInfo(z.string().parse(readReply(info)));
  const server = ServerInfo.parse(fields);
  if (server.loading === "1") return { kind: "loading", text: "Redis is loading the dataset in memory" };
  const { following, ...replication } = parseReplication(fields);
  const isSyncing = process.kind === "replica" && process.state === "sync";
  return {
    kind: "answered",
    ...replication,
    ...(following !== undefined && { following: { ...following, syncing: following.syncing || isSyncing } }),
    runId: server.run_id,
    keys: parseKeyspace(fields),
    usedMemoryBytes: server.used_memory,
    uptimeSeconds: server.uptime_in_seconds,
    clients: server.connected_clients,
    version: server.redis_version,
    priority: setting(priority, ["replica-priority", "slave-priority"]) ?? 100,
    minReplicasToWrite: setting(minReplicas, ["min-replicas-to-write", "min-slaves-to-write"]) ?? 0,
    latencyMs: tookMs,
  };
}

// CONFIG may be forbidden or renamed on other people's installations: then Redis' defaults stand in.
function setting(reply: Reply | undefined, names: readonly string[]): number | undefined {
  return reply?.ok === true ? parseSetting(reply.value, names) : undefined;
}
