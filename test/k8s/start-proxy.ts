import { spawn } from "node:child_process";
import { createConnection } from "node:net";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { systemFolders } from "../sandbox/ensure-programs.ts";
import type { RedisGroup } from "../sandbox/redis-group.ts";

const script = fileURLToPath(new URL("../../k8s/redis-ha/base/scripts/start-proxy.sh", import.meta.url));

/** The manifests' own proxy as a local process, in front of a group of three Redis. It ends with the group. */
export function startProxy(group: RedisGroup, password = group.password) {
  const hosts = group.redises.map(({ address }) => address.host);
  const host = (hosts[0] ?? "").replace(/\d+$/, "200");
  const services = hosts.map((address, ordinal) => [`REDIS_${ordinal}_SERVICE_HOST`, address]);
  const child = spawn("sh", [script], {
    env: {
      PATH: [process.env["PATH"] ?? "", ...systemFolders].join(delimiter),
      BIND_ADDRESS: host,
      ...Object.fromEntries(services),
      ...(password !== undefined && { PASSWORD: password }),
    },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid !== undefined) group.adopt(child.pid);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => void output.push(`${chunk}`));

  /** A new connection of a client's, which never dials again. */
  function connect() {
    const redis = new Redis({
      host,
      port: 6379,
      ...(password !== undefined && { password }),
      enableReadyCheck: false,
      maxRetriesPerRequest: 0,
      commandTimeout: 1_000,
      retryStrategy: () => null,
    });
    // The command that fails tells of it.
    redis.on("error", () => {});
    const closed = new Promise<void>((resolve) => void redis.once("end", () => resolve()));
    return { redis, closed };
  }

  return {
    host,
    connect,
    log: () => output.join(""),
    /** The ordinal of the Redis that a new connection reaches; undefined where it reaches none that says master. */
    async reached(): Promise<number | undefined> {
      const { redis } = connect();
      try {
        const [role] = (await redis.role()).map(String);
        const [, bound] = (await redis.config("GET", "bind")).map(String);
        return role === "master" ? hosts.indexOf(bound ?? "") : undefined;
      } catch {
        return undefined;
      } finally {
        redis.disconnect();
      }
    },
    /** How long a new connection lasts on which nothing is said, in ms; at most five seconds. */
    lasts(): Promise<number> {
      const startedAt = performance.now();
      return new Promise((resolve) => {
        const socket = createConnection({ host, port: 6379, timeout: 5_000 });
        const end = () => {
          socket.destroy();
          resolve(performance.now() - startedAt);
        };
        socket.once("close", end).once("error", end).once("timeout", end);
        socket.resume();
      });
    },
    isHealthy: async () => (await fetch(`http://${host}:8404/health`, { signal: AbortSignal.timeout(1_000) })).ok,
  };
}

export type RunningProxy = ReturnType<typeof startProxy>;
