import { Fault } from "../domain/fault.ts";
import type { Lock, Log, Store } from "../flows/ports.ts";
import type { BotRedis } from "./connect-bot-redis.ts";
import { keys } from "./keys.ts";

// KEYS: lock, token counter. ARGV: holder, lease in milliseconds
const acquire = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local token = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], token .. ' ' .. ARGV[1], 'PX', ARGV[2])
return token`;

// KEYS: lock. ARGV: our value, lease in milliseconds
const renew = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

const giveUp = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

type LockOptions = { readonly botRedis: BotRedis; readonly log: Log; readonly leaseMs: number };

/**
 * A lease in the bot's Redis. The holder learns of its loss after four fifths of the lease, before anybody else can
 * have it; the token tells a late write of a holder that was frozen from one of its successor.
 */
export function createLock({ botRedis, log, leaseMs }: LockOptions): Store["lock"] {
  return async function lock(group, holder) {
    const askedAtMs = performance.now();
    const names = [keys.lock(group), keys.lockToken(group)];
    const token = Number(await botRedis.run((redis) => redis.eval(acquire, 2, ...names, holder, leaseMs)));
    if (token === 0) return undefined;
    const value = `${token} ${holder}`;
    const say = (script: string) => botRedis.run((redis) => redis.eval(script, 1, keys.lock(group), value, leaseMs));
    const lease = keepLease({ askedAtMs, leaseMs, renew: async () => (await say(renew)) === 1 });
    lease.lost.addEventListener("abort", () => log.warn({ group, holder, token }, "lock lost"));
    return { token, lost: lease.lost, release: () => release(lease.stop, () => say(giveUp)) };
  };
}

// A lease that cannot be given back now ends by itself.
async function release(stop: () => void, giveBack: () => Promise<unknown>): Promise<void> {
  stop();
  try {
    await giveBack();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}

type Lease = { readonly askedAtMs: number; readonly leaseMs: number; readonly renew: () => Promise<boolean> };

function keepLease({ askedAtMs, leaseMs, renew }: Lease): { readonly lost: Lock["lost"]; readonly stop: () => void } {
  const lost = new AbortController();
  let deadline = setTimeout(lose, untilLost(askedAtMs));
  let next = setTimeout(tryAgain, leaseMs / 4);
  let over = false;

  // Counted from the moment of asking: the answer may have been under way for long.
  function untilLost(sinceMs: number): number {
    return sinceMs + leaseMs * 0.8 - performance.now();
  }
  function stop(): void {
    over = true;
    clearTimeout(deadline);
    clearTimeout(next);
  }
  function lose(): void {
    if (over) return;
    stop();
    lost.abort(new Error("the lock's lease was lost"));
  }
  async function tryAgain(): Promise<void> {
    const sinceMs = performance.now();
    const renewed = await renew().catch(() => "unknown" as const);
    if (over) return;
    if (renewed === false) return lose();
    if (renewed === true) {
      clearTimeout(deadline);
      deadline = setTimeout(lose, untilLost(sinceMs));
    }
    next = setTimeout(tryAgain, renewed === true ? leaseMs / 4 : leaseMs / 20);
  }
  return { lost: lost.signal, stop };
}
