import { z } from "zod";
import type { AttachedReplica, Following, RedisAnswer } from "../domain/topology.ts";
import { parseInfoValue } from "./parse-info.ts";

export type Replication = Pick<
  RedisAnswer,
  "role" | "replid" | "replid2" | "secondReplOffset" | "offset" | "replicas"
> & { readonly following?: Following };

const number = z.coerce.number();

const History = z.object({
  master_replid: z.string(),
  master_replid2: z.string(),
  second_repl_offset: number,
  master_repl_offset: number,
});

const ReplicationInfo = z.discriminatedUnion("role", [
  History.extend({ role: z.literal("master") }),
  History.extend({
    role: z.literal("slave"),
    master_host: z.string(),
    master_port: number,
    master_link_status: z.enum(["up", "down"]),
    master_last_io_seconds_ago: number,
    master_sync_in_progress: z.enum(["0", "1"]),
    master_link_down_since_seconds: number.optional(),
    slave_repl_offset: number,
  }),
]);

const ReplicaLine = z.object({ ip: z.string(), port: number, state: z.string(), offset: number, lag: number });

/**
 * Who follows whom, from `INFO replication` (Redis 4 and newer). Throws a `ZodError` where it is not that.
 * A replica may have replicas of its own (a chain): `replicas` is read for both roles.
 */
export function parseReplication(info: Readonly<Record<string, string>>): Replication {
  const own = ReplicationInfo.parse(info);
  const history = {
    replid: own.master_replid,
    replid2: own.master_replid2,
    secondReplOffset: own.second_repl_offset,
    replicas: attachedReplicas(info),
  };
  if (own.role === "master") return { role: "master", ...history, offset: own.master_repl_offset };
  return { role: "replica", ...history, offset: own.slave_repl_offset, following: following(own) };
}

function following(own: Extract<z.infer<typeof ReplicationInfo>, { role: "slave" }>): Following {
  const down = own.master_link_down_since_seconds;
  return {
    host: own.master_host,
    port: own.master_port,
    link: own.master_link_status,
    ...(own.master_link_status === "down" && down !== undefined && { downSeconds: down }),
    syncing: own.master_sync_in_progress === "1",
    lastIoSeconds: own.master_last_io_seconds_ago,
  };
}

function attachedReplicas(info: Readonly<Record<string, string>>): readonly AttachedReplica[] {
  const lines = Object.entries(info).filter(([name]) => /^slave\d+$/.test(name));
  return lines.flatMap(([, value]) => {
    const line = ReplicaLine.safeParse(parseInfoValue(value));
    if (!line.success) return [];
    const { ip, port, state, offset, lag } = line.data;
    return [{ host: ip, port, state, offset, lagSeconds: lag }];
  });
}
