import type { Log, RedisFleet } from "../flows/ports.ts";
import { act, actOnce } from "./act.ts";
import { createConnectionPool } from "./connection-pool.ts";
import { monitorMaster } from "./monitor-master.ts";
import { openWriter } from "./open-writer.ts";
import { probeRedis } from "./probe-redis.ts";
import { probeSentinel } from "./probe-sentinel.ts";
import { readRole } from "./read-role.ts";
import { refusedAct } from "./redis-fault.ts";
import { greet, pauseWrites, stepDown } from "./switch-acts.ts";

const markerKey = "redis-ha-bot:marker";
const markerSeconds = 60;
const idleMs = 5 * 60_000;
const maxConnections = 1_024;

/**
 * Redis and Sentinel processes over connections kept open, one for each address and password. `timeoutMs` is for a whole
 * call, dialling and authentication included. Needs Redis 5 or newer on the other side.
 */
export function createRedisFleet(settings: {
  readonly timeoutMs: number;
  readonly log: Log;
}): RedisFleet & { readonly close: () => void } {
  const { ask, tell, close } = createConnectionPool({ ...settings, maxConnections, idleMs });
  return {
    probeRedis: (address, access) => probeRedis(ask, address, access),
    probeSentinel: (address, access) => probeSentinel(ask, address, access),
    promote: (redis, access) => actOnce(tell, redis, access, ["REPLICAOF", "NO", "ONE"]),
    follow: (redis, master, access) => actOnce(tell, redis, access, ["REPLICAOF", master.host, `${master.port}`]),
    forgetMaster: (sentinel, access) =>
      actOnce(tell, sentinel, access, ["SENTINEL", "REMOVE", access.masterName], (text) =>
        text.includes("No such master") ? "OK, it was not monitored" : undefined,
      ),
    monitor: (sentinel, master, options, access) => monitorMaster(tell, sentinel, master, options, access),
    forceFailover: (sentinel, access) =>
      actOnce(tell, sentinel, access, ["SENTINEL", "FAILOVER", access.masterName], (text) =>
        text.startsWith("INPROG") ? "OK, a failover is in progress already" : undefined,
      ),
    readRole: (redis, access) => readRole(ask, redis, access),
    pauseWrites: (redis, forMs, access) => pauseWrites(tell, redis, forMs, access),
    resumeWrites: (redis, access) => actOnce(tell, redis, access, ["CLIENT", "UNPAUSE"]),
    stepDown: (redis, master, access) => stepDown(tell, redis, master, access),
    greet: (sentinel, hello, access) => greet(tell, sentinel, hello, access),
    openWriter: (redis, access) => openWriter(redis, access, settings.timeoutMs),
    writeMarker: (redis, marker, access) =>
      actOnce(tell, redis, access, ["SET", markerKey, marker, "EX", `${markerSeconds}`]),
    readMarker: async (redis, access) => {
      const [reply] = await act(ask, redis, access, [["GET", markerKey]]);
      if (reply?.ok !== true) throw refusedAct(redis, reply?.text ?? "no reply");
      return typeof reply.value === "string" ? reply.value : null;
    },
    close,
  };
}
