import { Redis, ReplyError } from "ioredis";
import type { Address, NoAnswer } from "../domain/topology.ts";
import { dialFailure } from "./dial-failure.ts";
import { needsNoPassword, refusal } from "./refusal.ts";
import { before } from "./time-limit.ts";

export type Command = readonly [name: string, ...args: string[]];
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly text: string };
export type Replies = { readonly kind: "replies"; readonly replies: readonly Reply[]; readonly tookMs: number };
/** It ended while it was asked (whether the commands were run is not known), or the server will not serve it. */
export type Lost = { readonly kind: "lost"; readonly because: NoAnswer };
export type Silent = Extract<NoAnswer, { kind: "silent" }>;

export type Connection = {
  /** Sends the commands at once and waits for all replies. Never throws. */
  readonly send: (commands: readonly Command[], timeoutMs: number) => Promise<Replies | Lost | Silent>;
  /** `PSUBSCRIBE *`; from then on only `ping` may be sent. Never throws. */
  readonly subscribeToAll: (
    onMessage: (channel: string, payload: string) => void,
    timeoutMs: number,
  ) => Promise<"subscribed" | NoAnswer>;
  readonly isOpen: () => boolean;
  readonly onClose: (listener: (because: NoAnswer) => void) => void;
  readonly close: () => void;
};

export type Target = { readonly address: Address; readonly password?: string };

/** Opens one connection and authenticates; what stood in the way is a `NoAnswer`. It never reconnects by itself. */
export async function dial(target: Target, timeoutMs: number): Promise<Connection | NoAnswer> {
  const startedAt = performance.now();
  const redis = newClient(target.address, timeoutMs);
  const failed: { error?: unknown } = {};
  redis.on("error", (error) => {
    failed.error ??= error;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    return dialFailure(failed.error ?? error, since(startedAt));
  }
  const connection = wrap(redis, () => dialFailure(failed.error ?? new Error("The connection was closed."), 0));
  const denied = await authenticate(connection, target.password, timeoutMs - since(startedAt));
  if (denied === undefined) return connection;
  connection.close();
  return denied;
}

export function isConnection(dialled: Connection | NoAnswer): dialled is Connection {
  return "send" in dialled;
}

function newClient({ host, port }: Address, timeoutMs: number): Redis {
  return new Redis({
    host,
    port,
    lazyConnect: true,
    connectTimeout: timeoutMs,
    retryStrategy: null,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    // No handshake: HELLO and CLIENT SETINFO are unknown to older servers and cost a round trip.
    protocol: 2,
    disableClientInfo: true,
    keepAlive: 5_000,
  });
}

function wrap(redis: Redis, closedBecause: () => NoAnswer): Connection {
  return {
    send: (commands, timeoutMs) => send(redis, commands, timeoutMs, closedBecause),
    subscribeToAll: async (onMessage, timeoutMs) => {
      redis.on("pmessage", (_pattern, channel, payload) => onMessage(channel, payload));
      const outcome = await before(
        timeoutMs,
        redis.psubscribe("*").then(() => "subscribed" as const, asNoAnswer),
      );
      return outcome === "late" ? { kind: "silent", afterMs: timeoutMs } : outcome;
    },
    isOpen: () => redis.status === "ready",
    onClose: (listener) => void redis.once("close", () => listener(closedBecause())),
    close: () => redis.disconnect(),
  };
}

async function send(
  redis: Redis,
  commands: readonly Command[],
  timeoutMs: number,
  closedBecause: () => NoAnswer,
): Promise<Replies | Lost | Silent> {
  const startedAt = performance.now();
  const pipeline = redis.pipeline();
  for (const [name, ...args] of commands) pipeline.call(name, ...args);
  const results = await before(
    timeoutMs,
    pipeline.exec().catch(() => null),
  );
  if (results === "late") return { kind: "silent", afterMs: since(startedAt) };
  const replies = (results ?? []).map(([error, value]) => asReply(error, value));
  const answered = replies.filter((reply) => reply !== undefined);
  const denied = deniedIn(answered);
  if (denied !== undefined) return { kind: "lost", because: denied };
  if (answered.length < commands.length) return { kind: "lost", because: closedBecause() };
  return { kind: "replies", replies: answered, tookMs: since(startedAt) };
}

// Redis' own words arrive as a ReplyError; every other error is ioredis' word that no reply will come.
function asReply(error: Error | null, value: unknown): Reply | undefined {
  if (error === null) return { ok: true, value };
  return error instanceof ReplyError ? { ok: false, text: error.message } : undefined;
}

// Protected mode says so once and hangs up, which leaves the other commands without a reply.
function deniedIn(replies: readonly Reply[]): NoAnswer | undefined {
  const refusals = replies.map((reply) => (reply.ok ? undefined : refusal(reply.text)));
  return refusals.find((refused) => refused?.kind === "denied");
}

function asNoAnswer(error: unknown): NoAnswer {
  return dialFailure(error, 0);
}

async function authenticate(connection: Connection, password: string | undefined, timeoutMs: number) {
  if (password === undefined) return undefined;
  const outcome = await connection.send([["AUTH", password]], timeoutMs);
  if (outcome.kind === "silent") return outcome;
  if (outcome.kind === "lost") return outcome.because;
  const [reply] = outcome.replies;
  if (reply === undefined || reply.ok || needsNoPassword(reply.text)) return undefined;
  return refusal(reply.text) ?? ({ kind: "error", text: reply.text } as const);
}

/** Milliseconds since a `performance.now()`, to a tenth. */
function since(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
