/** The promise's outcome, or a rejection with what `late` makes once the time is over. Milliseconds. */
export async function inTime<T>(outcome: Promise<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([outcome, over]);
  } finally {
    clearTimeout(timer);
  }
}
