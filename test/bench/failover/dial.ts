import { Redis } from "ioredis";
import type { Address } from "../../../src/domain/topology.ts";

/** How long a client waits, in ms, before it gives up a connection that is not answered, and a command. */
export type Patience = { readonly connectMs: number; readonly commandMs: number };

/** What a client does that wants to be quick: a moment longer than the longest pause of a planned hand-over. */
const patience: Patience = { connectMs: 250, commandMs: 250 };

/** One connection that is never renewed behind the caller's back: what fails says so. Resolves when it is open. */
export async function dial(
  { host, port }: Address,
  password: string | undefined,
  { connectMs, commandMs }: Patience = patience,
): Promise<Redis> {
  const redis = new Redis({
    host,
    port,
    ...(password !== undefined && { password }),
    connectTimeout: connectMs,
    commandTimeout: commandMs,
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
  });
  // The command that fails tells of it.
  redis.on("error", () => {});
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}
