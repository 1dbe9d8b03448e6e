import type { Clock } from "../../src/flows/ports.ts";

export type FakeClock = Clock & {
  /** Lets the time pass, and whoever slept go on, in the order of their times. */
  readonly advance: (ms: number) => Promise<void>;
};

type Sleeper = { readonly untilMs: number; readonly wake: () => void };

export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const sleeper = { untilMs: nowMs + ms, wake: resolve };
      sleepers.add(sleeper);
      signal?.addEventListener("abort", () => sleepers.delete(sleeper) && reject(signal.reason), { once: true });
    });
  }
  async function advance(ms: number): Promise<void> {
    const endMs = nowMs + ms;
    await settle();
    for (let next = earliest(endMs); next !== undefined; next = earliest(endMs)) {
      nowMs = Math.max(nowMs, next.untilMs);
      sleepers.delete(next);
      next.wake();
      await settle();
    }
    nowMs = endMs;
  }
  function earliest(endMs: number): Sleeper | undefined {
    const due = [...sleepers].filter(({ untilMs }) => untilMs <= endMs);
    return due.sort((a, b) => a.untilMs - b.untilMs)[0];
  }
  return { now: () => nowMs, sleep, advance };
}

// Everything that was waiting for a promise gets its turn before the time goes on.
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
