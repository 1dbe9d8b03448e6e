/** A call that did not come back in time. Becomes a `kubernetes-unreachable` fault. */
export class DeadlineExceeded extends Error {
  readonly afterMs: number;
  constructor(afterMs: number) {
    super(`no answer within ${afterMs} ms`);
    this.name = "DeadlineExceeded";
    this.afterMs = afterMs;
  }
}

/**
 * Runs with a signal that aborts after the time, or when the caller's signal does; rejects then even where `run` pays no
 * heed. The caller's own abort rejects with the caller's reason, never with a fault. Leaves no timer and no listener.
 */
export async function withDeadline<T>(
  limits: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { timeoutMs, signal } = limits;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const aborted = Promise.withResolvers<never>();
  const stop = (reason: unknown): void => {
    aborted.reject(reason);
    controller.abort(reason);
  };
  const onAbort = (): void => stop(signal?.reason);
  const timer = setTimeout(() => stop(new DeadlineExceeded(timeoutMs)), timeoutMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([run(controller.signal), aborted.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
