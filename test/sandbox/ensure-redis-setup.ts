import { ensureRedis } from "./ensure-redis.ts";

/** vitest's global set-up: real redis-server and redis-sentinel for every suite. */
export function setup(): void {
  ensureRedis();
}
