import { type JsonObject, textOf } from "../json.ts";
import type { RateSettings, SlackClock } from "../settings.ts";
import type { Tier } from "./api-method.ts";

export const usualRates: RateSettings = { postsPerSecond: 1, postBurst: 5 };

/** Seconds to wait where the call is over its rate; undefined where it may go on. */
export type RateLimiter = (method: string, tier: Tier, args: JsonObject) => number | undefined;

const perMinute = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;

/** One bucket for each method, and for chat.postMessage one for each channel. */
export function createRateLimiter(deps: {
  readonly clock: SlackClock;
  readonly rates: RateSettings | "off";
}): RateLimiter {
  const { clock, rates } = deps;
  const buckets = new Map<string, { tokens: number; at: number }>();

  function take(key: string, bucket: { readonly size: number; readonly perSecond: number }): number | undefined {
    const now = clock.now();
    const before = buckets.get(key) ?? { tokens: bucket.size, at: now };
    const tokens = Math.min(bucket.size, before.tokens + ((now - before.at) / 1_000) * bucket.perSecond);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1 ? undefined : Math.max(1, Math.ceil((1 - tokens) / bucket.perSecond));
  }

  return function limit(method, tier, args) {
    if (rates === "off" || tier === "none") return undefined;
    if (tier === "post") {
      return take(`${method} ${textOf(args["channel"])}`, { size: rates.postBurst, perSecond: rates.postsPerSecond });
    }
    return take(method, { size: perMinute[tier], perSecond: perMinute[tier] / 60 });
  };
}
