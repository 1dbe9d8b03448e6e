import type { BotRedis } from "./connect-bot-redis.ts";

/** What tells the bot's own Redis from every other one. */
export type OwnRedisIdentity = {
  /** As `INFO server` says it: the process, wherever it is reached. */
  readonly runId: string;
  /** As REDIS_URL has it, and the address it was resolved to. */
  readonly hosts: readonly string[];
  readonly port: number;
};

/**
 * Who the bot's own Redis is, so that a group which it belongs to is refused: the bot's memory must not be what the
 * bot repairs. Faults: `store-unreachable`.
 */
export function ownRedisIdentity(botRedis: BotRedis): Promise<OwnRedisIdentity> {
  return botRedis.run(async (redis) => {
    const info = await redis.info("server");
    const { host = "127.0.0.1", port = 6379 } = redis.options;
    const resolved = "remoteAddress" in redis.stream ? String(redis.stream.remoteAddress) : host;
    return { runId: /^run_id:(\w+)/m.exec(info)?.[1] ?? "", hosts: [...new Set([host, resolved])], port };
  });
}
