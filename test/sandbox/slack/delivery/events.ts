import type { JsonObject } from "../json.ts";
import type { Timings } from "../settings.ts";
import type { Answer, Deliver } from "./delivery.ts";

export type EventDelivery = {
  /** Sends an `event_callback`; resolves once it is acknowledged, or given up after the retries. */
  readonly send: (payload: JsonObject) => Promise<Answer>;
  /** Forgets the retries that are due. */
  readonly forget: () => void;
};

/** Events are sent again where nobody acknowledged them: three times, with the attempt and the reason. */
export function createEventDelivery(deps: { readonly deliver: Deliver; readonly timings: Timings }): EventDelivery {
  const timers = new Map<NodeJS.Timeout, () => void>();

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, ms);
      timers.set(timer, resolve);
    });
  }

  let generation = 0;
  return {
    async send(payload) {
      const begun = generation;
      const envelope = { type: "events_api", payload, acceptsResponse: false } as const;
      let answer = await deps.deliver(envelope);
      for (const [index, waitMs] of deps.timings.redeliverAfterMs.entries()) {
        if (answer.kind === "acked") return answer;
        await pause(waitMs);
        if (begun !== generation) return answer;
        answer = await deps.deliver({ ...envelope, retry: { attempt: index + 1, reason: retryReason(answer) } });
      }
      return answer;
    },
    forget() {
      generation += 1;
      for (const [timer, resolve] of timers) {
        clearTimeout(timer);
        resolve();
      }
      timers.clear();
    },
  };
}

function retryReason(answer: Extract<Answer, { kind: "unacked" }>): string {
  if (answer.reason === "timed-out") return "timeout";
  return answer.detail.startsWith("http_error") ? "http_error" : "connection_failed";
}
