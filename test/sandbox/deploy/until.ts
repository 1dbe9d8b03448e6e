import { setTimeout as sleep } from "node:timers/promises";

/**
 * Looks until nothing is missing. `look` answers what still is, in words; an exception counts as one more thing that is.
 * Throws with the last answer when the time is over.
 */
export async function until(
  what: string,
  timeoutMs: number,
  look: () => Promise<string | undefined>,
  everyMs = 50,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const missing = await look().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (missing === undefined) return;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s, because ${missing}`);
    await sleep(everyMs);
  }
}
