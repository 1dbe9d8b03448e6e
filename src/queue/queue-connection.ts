import { Redis } from "ioredis";

export type QueueConnections = {
  /** For adding: fails at once when Redis is away. */
  readonly asking: Redis;
  /** For the worker: waits until Redis is back. */
  readonly working: Redis;
  readonly close: () => void;
};

/** The queue's own connections to the bot's Redis. */
export function queueConnections(url: string, onError: (error: Error) => void): QueueConnections {
  let closed = false;
  // The worker's blocking connection is a copy of these options: it must end with them.
  const retryStrategy = (times: number) => (closed ? null : Math.min(times * 50, 500));
  const common = { lazyConnect: true, connectTimeout: 2000, retryStrategy };
  const asking = new Redis(url, {
    ...common,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 1000,
  });
  // A peer that vanished without a word is noticed by its silence: the worker asks every five seconds.
  const working = new Redis(url, { ...common, maxRetriesPerRequest: null, socketTimeout: 15_000 });
  for (const redis of [asking, working]) redis.on("error", onError);
  return {
    asking,
    working,
    close: () => {
      closed = true;
      asking.disconnect();
      working.disconnect();
    },
  };
}
