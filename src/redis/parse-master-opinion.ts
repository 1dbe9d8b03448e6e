import { z } from "zod";
import type { KnownReplica, KnownSentinel, MasterOpinion } from "../domain/topology.ts";
import { parsePairs } from "./parse-settings.ts";

const number = z.coerce.number();
const flags = z.string().transform((text) => text.split(",").filter((flag) => flag !== ""));

const MasterFields = z.object({
  ip: z.string(),
  port: number,
  flags,
  "role-reported": z.enum(["master", "slave", "unknown"]).catch("unknown"),
  "config-epoch": number,
  quorum: number,
  "down-after-milliseconds": number,
  "failover-timeout": number,
  "parallel-syncs": number,
});

const ReplicaFields = z.object({
  ip: z.string(),
  port: number,
  flags,
  "master-host": z.string(),
  "master-port": number,
  "master-link-status": z.string(),
  "master-link-down-time": number,
  "slave-priority": number,
  "slave-repl-offset": number,
  "last-ok-ping-reply": number,
});

const SentinelFields = z.object({ ip: z.string(), port: number, flags, runid: z.string() });

/** One entry of `SENTINEL MASTERS`, without the lists, which are replies of their own. Throws a `ZodError`. */
export function parseMasterOpinion(entry: unknown): Omit<MasterOpinion, "replicas" | "sentinels" | "ckquorum"> {
  const fields = MasterFields.parse(parsePairs(entry));
  return {
    host: fields.ip,
    port: fields.port,
    flags: fields.flags,
    roleReported: fields["role-reported"],
    configEpoch: fields["config-epoch"],
    quorum: fields.quorum,
    downAfterMs: fields["down-after-milliseconds"],
    failoverTimeoutMs: fields["failover-timeout"],
    parallelSyncs: fields["parallel-syncs"],
  };
}

/** A reply to `SENTINEL REPLICAS`, sorted by address: Sentinel's order is that of a hash table. */
export function parseKnownReplicas(reply: unknown): readonly KnownReplica[] {
  const replicas = z.array(z.unknown()).parse(reply).map(parseKnownReplica);
  return replicas.sort((a, b) => a.host.localeCompare(b.host, "en", { numeric: true }) || a.port - b.port);
}

/** A reply to `SENTINEL SENTINELS`, sorted by id. */
export function parseKnownSentinels(reply: unknown): readonly KnownSentinel[] {
  const entries = z.array(z.unknown()).parse(reply);
  const sentinels = entries.map((entry) => {
    const fields = SentinelFields.parse(parsePairs(entry));
    return { host: fields.ip, port: fields.port, id: fields.runid, flags: fields.flags };
  });
  return sentinels.sort((a, b) => a.id.localeCompare(b.id));
}

function parseKnownReplica(entry: unknown): KnownReplica {
  const fields = ReplicaFields.parse(parsePairs(entry));
  return {
    host: fields.ip,
    port: fields.port,
    flags: fields.flags,
    masterHost: fields["master-host"],
    masterPort: fields["master-port"],
    linkUp: fields["master-link-status"] === "ok",
    linkDownMs: fields["master-link-down-time"],
    priority: fields["slave-priority"],
    offset: fields["slave-repl-offset"],
    lastOkPingMs: fields["last-ok-ping-reply"],
  };
}
