import type { NoAnswer } from "../domain/topology.ts";
import type { Log } from "../flows/ports.ts";
import {
  type Command,
  type Connection,
  dial,
  isConnection,
  type Lost,
  type Replies,
  type Silent,
  type Target,
} from "./connection.ts";
import { before } from "./time-limit.ts";

export type ConnectionPool = {
  /** For reads. A kept connection that is quiet for half of the time is raced by a new one: the first answer counts. */
  readonly ask: Exchange;
  /** For acts. Sent again only where a kept connection turns out to be closed. */
  readonly tell: Exchange;
  readonly close: () => void;
};
/** Sends commands over a kept connection, or a new one; never throws, and ends within the time-out. */
export type Exchange = (target: Target, commands: readonly Command[]) => Promise<Replies | NoAnswer>;

type Kept = { readonly dialled: Promise<Connection | NoAnswer>; connection?: Connection; usedAt: number };
type Limits = {
  readonly timeoutMs: number;
  readonly maxConnections: number;
  readonly idleMs: number;
  readonly log: Log;
};

/** One connection for each address and password, opened when needed; the longest unused one gives way to a new one. */
export function createConnectionPool(limits: Limits): ConnectionPool {
  const { timeoutMs, log } = limits;
  const pool = new Map<string, Kept>();
  const sweep = setInterval(() => closeIdle(pool, limits.idleMs), Math.min(limits.idleMs, 30_000));
  sweep.unref();

  async function fresh(target: Target, commands: readonly Command[], withinMs: number): Promise<Replies | NoAnswer> {
    const startedAt = performance.now();
    const entry = open(pool, target, withinMs, limits.maxConnections);
    const dialled = await before(withinMs, entry.dialled);
    if (dialled === "late") return { kind: "silent", afterMs: withinMs };
    if (!isConnection(dialled)) return dialled;
    const outcome = await dialled.send(commands, withinMs - (performance.now() - startedAt));
    if (outcome.kind === "silent") drop(pool, target, entry);
    return outcome.kind === "lost" ? outcome.because : outcome;
  }

  async function tell(target: Target, commands: readonly Command[]): Promise<Replies | NoAnswer> {
    const kept = ready(pool, target);
    if (kept === undefined) return await fresh(target, commands, timeoutMs);
    const startedAt = performance.now();
    const outcome = await kept.connection.send(commands, timeoutMs);
    if (outcome.kind === "replies") return outcome;
    drop(pool, target, kept.entry);
    return outcome.kind === "lost"
      ? await fresh(target, commands, timeoutMs - (performance.now() - startedAt))
      : outcome;
  }

  async function ask(target: Target, commands: readonly Command[]): Promise<Replies | NoAnswer> {
    const kept = ready(pool, target);
    if (kept === undefined) return await fresh(target, commands, timeoutMs);
    const startedAt = performance.now();
    const first = kept.connection.send(commands, timeoutMs);
    const early = await before(timeoutMs / 2, first);
    if (early !== "late" && early.kind === "replies") return early;
    // It may lead to a process, or a machine, that is no more, while another one answers at the same address.
    log.debug({ address: target.address, outcome: early }, "kept connection gave no answer, dialling again");
    forget(pool, target, kept.entry);
    const second = fresh(target, commands, timeoutMs - (performance.now() - startedAt));
    const answer = await firstReplies(first, second);
    kept.connection.close();
    return answer;
  }

  return {
    ask: (target, commands) => withTotalTime(ask(target, commands)),
    tell: (target, commands) => withTotalTime(tell(target, commands)),
    close: () => {
      clearInterval(sweep);
      for (const [key, entry] of pool) discard(pool, key, entry);
    },
  };
}

// However many connections were tried, the reader wants to know how long nobody answered.
async function withTotalTime(exchange: Promise<Replies | NoAnswer>): Promise<Replies | NoAnswer> {
  const startedAt = performance.now();
  const outcome = await exchange;
  return outcome.kind === "silent" ? { ...outcome, afterMs: Math.round(performance.now() - startedAt) } : outcome;
}

async function firstReplies(
  first: Promise<Replies | Lost | Silent>,
  second: Promise<Replies | NoAnswer>,
): Promise<Replies | NoAnswer> {
  const replies = first.then((outcome) => (outcome.kind === "replies" ? outcome : second));
  const winner = await Promise.race([replies, second]);
  return winner.kind === "replies" ? winner : await replies;
}

function open(pool: Map<string, Kept>, target: Target, withinMs: number, maxConnections: number): Kept {
  const key = keyOf(target);
  const opening = pool.get(key);
  if (opening !== undefined) return opening;
  const entry: Kept = { dialled: dial(target, withinMs), usedAt: performance.now() };
  pool.set(key, entry);
  for (const [oldKey, old] of pool) if (pool.size > maxConnections) discard(pool, oldKey, old);
  void entry.dialled.then((dialled) => {
    if (!isConnection(dialled)) return forget(pool, target, entry);
    if (pool.get(key) !== entry) return dialled.close();
    entry.connection = dialled;
    dialled.onClose(() => forget(pool, target, entry));
  });
  return entry;
}

function ready(pool: Map<string, Kept>, target: Target) {
  const key = keyOf(target);
  const entry = pool.get(key);
  if (entry?.connection?.isOpen() !== true) return undefined;
  entry.usedAt = performance.now();
  // Last in the map's order: the first one is the longest unused.
  pool.delete(key);
  pool.set(key, entry);
  return { entry, connection: entry.connection };
}

function closeIdle(pool: Map<string, Kept>, idleMs: number): void {
  for (const [key, entry] of pool) if (performance.now() - entry.usedAt >= idleMs) discard(pool, key, entry);
}

function drop(pool: Map<string, Kept>, target: Target, entry: Kept): void {
  forget(pool, target, entry);
  entry.connection?.close();
}

function forget(pool: Map<string, Kept>, target: Target, entry: Kept): void {
  const key = keyOf(target);
  if (pool.get(key) === entry) pool.delete(key);
}

function discard(pool: Map<string, Kept>, key: string, entry: Kept): void {
  pool.delete(key);
  void entry.dialled.then((dialled) => (isConnection(dialled) ? dialled.close() : undefined));
}

function keyOf({ address, password }: Target): string {
  return JSON.stringify([address.host, address.port, password ?? null]);
}
