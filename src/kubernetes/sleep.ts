import { setTimeout as timeout } from "node:timers/promises";

/** Resolves after the time, or at once when the signal aborts; leaves no timer. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await timeout(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
