import type { Clock } from "../flows/ports.ts";

/** Sends one thing after the other, no faster than the gap. */
export type Pace = {
  /** Resolves with the answer once it was sent. The first is sent at once. */
  readonly send: <T>(send: () => Promise<T>) => Promise<T>;
  /** As `send`, but a newer one with the same key takes its place: it is never sent, and resolves with the newer one. */
  readonly sendNewest: (key: string, send: () => Promise<void>) => Promise<void>;
};

/** An edit that waits for its turn; what it sends may be replaced until then. */
type Edit = { send: () => Promise<void>; readonly sent: Promise<void> };

/** A lane: Slack takes about one message a second for each channel. Milliseconds. */
export function createPace({ clock, gapMs }: { readonly clock: Clock; readonly gapMs: number }): Pace {
  const edits = new Map<string, Edit>();
  let last: Promise<unknown> = Promise.resolve();
  let nextMs = Number.NEGATIVE_INFINITY;

  async function inTurn<T>(before: Promise<unknown>, send: () => Promise<T>): Promise<T> {
    // How the one before ended is the business of whoever sent it.
    await before.catch(() => undefined);
    const pauseMs = nextMs - clock.now();
    if (pauseMs > 0) await clock.sleep(pauseMs);
    nextMs = clock.now() + gapMs;
    return send();
  }
  function send<T>(act: () => Promise<T>): Promise<T> {
    const sent = inTurn(last, act);
    last = sent;
    return sent;
  }
  return {
    send,
    sendNewest: (key, act) => {
      const older = edits.get(key);
      if (older !== undefined) {
        older.send = act;
        return older.sent;
      }
      const sent = send(() => {
        const newest = edits.get(key)?.send ?? act;
        // From here on it is being sent: what comes now is news.
        edits.delete(key);
        return newest();
      });
      edits.set(key, { send: act, sent });
      return sent;
    },
  };
}
