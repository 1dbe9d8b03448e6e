import { Fault } from "../domain/fault.ts";
import type { Degraded } from "./flows.ts";
import type { Clock } from "./ports.ts";

export type DegradedSince = Degraded & { readonly sinceMs: number };

/** What of the bot itself does not work now: for `/redis status` and readiness. */
export type Parts = {
  readonly degraded: () => readonly DegradedSince[];
  /** Runs a call to Kubernetes and remembers whether it could be reached; rethrows. */
  readonly watchKubernetes: <T>(call: () => Promise<T>) => Promise<T>;
};

type Deps = {
  readonly clock: Clock;
  /** Since when the bot's own Redis, and Slack, have been away; undefined while they are there. Milliseconds. */
  readonly storeDownSinceMs: () => number | undefined;
  readonly slackDownSinceMs: () => number | undefined;
};

export function createParts({ clock, storeDownSinceMs, slackDownSinceMs }: Deps): Parts {
  let kubernetes: { readonly text: string; readonly sinceMs: number } | undefined;

  async function watchKubernetes<T>(call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call();
      kubernetes = undefined;
      return answer;
    } catch (error) {
      if (error instanceof Fault && isOut(error)) {
        kubernetes = { text: error.message, sinceMs: kubernetes?.sinceMs ?? clock.now() };
      }
      throw error;
    }
  }
  return {
    watchKubernetes,
    degraded: () => [
      ...(kubernetes === undefined ? [] : [{ part: "kubernetes", ...kubernetes } as const]),
      ...away(
        "store",
        storeDownSinceMs(),
        "The bot's own Redis does not answer: alerts are posted, but no job can be requested, approved or run.",
      ),
      ...away("slack", slackDownSinceMs(), "The connection to Slack is lost: commands and clicks do not arrive."),
    ],
  };
}

/** A namespace that is not there says nothing of the cluster. */
function isOut({ code }: Fault): boolean {
  return code === "kubernetes-unreachable" || code === "kubernetes-forbidden";
}

function away(part: Degraded["part"], sinceMs: number | undefined, text: string): readonly DegradedSince[] {
  return sinceMs === undefined ? [] : [{ part, text, sinceMs }];
}
