import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks until the answer is there (not undefined, not false), and gives it back; fails with what the last one was after
 * the time. An error counts as "not yet".
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { withinMs = 30_000, everyMs = 100 }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await delay(everyMs);
  }
  throw new Error(`not within ${withinMs} ms: ${what} (last: ${String(last)})`);
}
