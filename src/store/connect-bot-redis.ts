import { Redis } from "ioredis";
import { Fault } from "../domain/fault.ts";
import type { Clock, Log } from "../flows/ports.ts";

export type BotRedisOptions = {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How long one command, and the wait for a connection before it, may take each. */
  readonly commandTimeoutMs?: number;
  /** How long the first connection may take. */
  readonly connectTimeoutMs?: number;
};

/** The connection to the bot's own Redis; nothing of the groups' connections is shared with it. */
export type BotRedis = {
  /** Runs commands. Faults: `store-unreachable` within about a second, never an endless wait. */
  readonly run: <T>(act: (redis: Redis) => Promise<T>) => Promise<T>;
  /** Since when it has been away; undefined while it is there. */
  readonly downSinceMs: () => number | undefined;
  readonly close: () => Promise<void>;
};

// Redis' own reasons for not serving; anything else that it answers is a bug of ours.
const refusal = /^(-?LOADING|MISCONF|OOM|READONLY|MASTERDOWN|NOAUTH|WRONGPASS|NOPERM|BUSY|ERR max number of clients)/;

/** Connects, then stays connected by itself. Faults: `store-unreachable` where the first connection is not made. */
export async function connectBotRedis(options: BotRedisOptions): Promise<BotRedis> {
  const { commandTimeoutMs = 1000, connectTimeoutMs = 5000 } = options;
  const redis = dial(options.url, commandTimeoutMs);
  const presence = watchPresence(redis, options);
  redis.connect().catch(() => undefined);
  try {
    await untilReady(redis, connectTimeoutMs, presence.lastError);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return {
    run: async (act) => {
      await untilReady(redis, commandTimeoutMs * 0.8, presence.lastError);
      return act(redis).catch((cause: unknown) => {
        throw asFault(cause);
      });
    },
    downSinceMs: presence.downSinceMs,
    close: async () => {
      presence.close();
      redis.disconnect();
    },
  };
}

// Neither queues nor resends: what the caller was told has failed must not be done later.
function dial(url: string, commandTimeoutMs: number): Redis {
  return new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2000,
    connectionName: "redis-ha-bot",
    retryStrategy: (times) => Math.min(times * 50, 500),
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
  });
}

function watchPresence(redis: Redis, { clock, log }: BotRedisOptions) {
  let downSinceMs: number | undefined = clock.now();
  let lastError: Error | undefined;
  let closing = false;
  redis.on("error", (error: Error) => {
    lastError = error;
  });
  redis.on("ready", () => {
    if (downSinceMs !== undefined) log.info({ downMs: clock.now() - downSinceMs }, "bot redis connected");
    downSinceMs = undefined;
  });
  redis.on("close", () => {
    if (closing || downSinceMs !== undefined) return;
    downSinceMs = clock.now();
    log.warn({ err: lastError }, "bot redis lost");
  });
  return {
    downSinceMs: () => downSinceMs,
    lastError: () => lastError,
    close: () => {
      closing = true;
    },
  };
}

function untilReady(redis: Redis, timeoutMs: number, lastError: () => Error | undefined): Promise<void> {
  if (redis.status === "ready") return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      redis.off("ready", ready);
      reject(unreachable(lastError()));
    }, timeoutMs);
    function ready(): void {
      clearTimeout(timer);
      resolve();
    }
    redis.once("ready", ready);
  });
}

function asFault(cause: unknown): unknown {
  if (cause instanceof Error && cause.name === "ReplyError") {
    return refusal.test(cause.message) ? refused(cause) : cause;
  }
  return cause instanceof Fault ? cause : unreachable(cause);
}

function unreachable(cause: unknown): Fault {
  const reason = cause instanceof Error ? `: ${cause.message || cause.name}` : "";
  return new Fault(
    "store-unreachable",
    `The bot's own Redis does not answer${reason}. Nothing is stored until it is back; check REDIS_URL and its pod.`,
    { cause },
  );
}

function refused(cause: Error): Fault {
  return new Fault("store-unreachable", `The bot's own Redis refuses to serve: ${cause.message}`, { cause });
}
