import { randomBytes } from "node:crypto";
import type { SlackClock, Timings } from "../settings.ts";

/** Whose act it was, and the modal that it was done in. */
export type TriggerOrigin = { readonly userId: string; readonly viewId?: string };

type TriggerUse =
  | { readonly kind: "granted"; readonly origin: TriggerOrigin }
  | { readonly kind: "refused"; readonly error: "invalid_trigger_id" | "exchanged_trigger_id" | "expired_trigger_id" };

/** Triggers let an app open a view: each once, and within 3 s. */
export type Triggers = {
  readonly issue: (origin: TriggerOrigin) => string;
  readonly exchange: (triggerId: string) => TriggerUse;
};

export function createTriggers(deps: { readonly clock: SlackClock; readonly timings: Timings }): Triggers {
  const issued = new Map<string, { readonly origin: TriggerOrigin; readonly at: number; isUsed: boolean }>();
  return {
    issue(origin) {
      const at = deps.clock.now();
      const triggerId = `${at}.${issued.size + 1}.${randomBytes(16).toString("hex")}`;
      issued.set(triggerId, { origin, at, isUsed: false });
      return triggerId;
    },
    exchange(triggerId) {
      const trigger = issued.get(triggerId);
      if (trigger === undefined) return { kind: "refused", error: "invalid_trigger_id" };
      if (trigger.isUsed) return { kind: "refused", error: "exchanged_trigger_id" };
      if (deps.clock.now() - trigger.at > deps.timings.triggerMs) {
        return { kind: "refused", error: "expired_trigger_id" };
      }
      trigger.isUsed = true;
      return { kind: "granted", origin: trigger.origin };
    },
  };
}
