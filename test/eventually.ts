import { setTimeout as sleep } from "node:timers/promises";

/** Polls until the value is there (neither undefined nor false); fails with the question after the deadline. */
export async function eventually<T>(
  question: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${question}`);
    await sleep(10);
  }
}
