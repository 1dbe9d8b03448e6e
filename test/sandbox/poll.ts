/** Asks again until there is a value (not undefined, not false); throws with `what` after the deadline. */
export async function poll<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  deadlineMs = 15_000,
  everyMs = 20,
): Promise<T> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < deadlineMs) {
    const value = await ask();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`Not within ${deadlineMs} ms: ${what}.`);
}
