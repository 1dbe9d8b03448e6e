import { ensurePrograms } from "./ensure-programs.ts";

/** vitest's global set-up: real redis-server, redis-sentinel and haproxy for every suite. */
export function setup(): void {
  ensurePrograms();
}
