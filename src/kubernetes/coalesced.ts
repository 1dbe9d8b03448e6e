/** Calls once for all that comes within the time; never after the signal aborted. */
export function createCoalesced(call: () => void, withinMs: number, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const fire = (): void => {
    timer = undefined;
    call();
  };
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return () => {
    if (!signal.aborted) timer ??= setTimeout(fire, withinMs);
  };
}
