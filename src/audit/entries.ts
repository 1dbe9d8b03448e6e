import type { Redis } from "ioredis";
import { z } from "zod";
import type { Head } from "./chain.ts";

/** What the audit log needs of the bot's Redis: commands that end in time, or in a `store-unreachable` fault. */
export type AuditRedis = { readonly run: <T>(act: (redis: Redis) => Promise<T>) => Promise<T> };

const key = "redis-ha-bot:audit:entries";

// KEYS: entries. ARGV: our idea of the last seq and hash, the new entry. Answers [1], or [0, last seq, last hash].
const compareAndAppend = `
local seq = redis.call('LLEN', KEYS[1])
local hash = ARGV[4]
if seq > 0 then
  local ok, last = pcall(cjson.decode, redis.call('LINDEX', KEYS[1], -1))
  hash = ok and type(last) == 'table' and tostring(last.hash) or 'unreadable'
end
if seq ~= tonumber(ARGV[1]) or hash ~= ARGV[2] then return {0, seq, hash} end
redis.call('RPUSH', KEYS[1], ARGV[3])
return {1}`;

const Reply = z.union([z.tuple([z.literal(1)]), z.tuple([z.literal(0), z.number(), z.string()])]);

/** Appends the text if the chain still ends at `head`; else answers where it ends now. */
export async function appendAfter(
  redis: AuditRedis,
  { head, text, start }: { readonly head: Head; readonly text: string; readonly start: string },
): Promise<Head | "appended"> {
  const values = [head.seq, head.hash, text, start];
  const [done, seq, hash] = Reply.parse(await redis.run((client) => client.eval(compareAndAppend, 1, key, ...values)));
  return done === 1 ? "appended" : { seq, hash };
}

/** How many entries there are. */
export function countEntries(redis: AuditRedis): Promise<number> {
  return redis.run((client) => client.llen(key));
}

/** The stored texts of the entries from `first` on (1 is the oldest), at most `count`. */
export function readTexts(redis: AuditRedis, first: number, count: number): Promise<readonly string[]> {
  return redis.run((client) => client.lrange(key, first - 1, first - 2 + count));
}
