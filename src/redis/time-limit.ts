/** The promise's value, or `late` where it takes longer; the promise itself goes on. */
export async function before<T>(ms: number, promise: Promise<T>): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<"late">((resolve) => {
    // After a stall of this process the timer is due before the sockets were read: an answer may lie there already.
    timer = setTimeout(() => setImmediate(resolve, "late"), Math.max(0, ms));
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
