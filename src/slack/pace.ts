import type { Clock } from "../flows/ports.ts";

/** Sends one thing after the other, no faster than the gap. */
export type Pace = {
  /** Resolves with the answer once it was sent. The first is sent at once. */
  readonly send: <T>(send: () => Promise<T>) => Promise<T>;
  /** As `send`, but before whatever else waits: for what somebody must see now. */
  readonly sendFirst: <T>(send: () => Promise<T>) => Promise<T>;
  /** As `send`, but a newer one with the same key takes its place: it is never sent, and resolves with the newer one. */
  readonly sendNewest: (key: string, send: () => Promise<void>) => Promise<void>;
};

/** An edit that waits for its turn; what it sends may be replaced until then. */
type Edit = { send: () => Promise<void>; readonly sent: Promise<void> };
/** Takes its turn; ends, without a failure, when it was sent. */
type Turn = () => Promise<void>;

/** A lane: Slack takes about one message a second for each channel. Milliseconds. */
export function createPace({ clock, gapMs }: { readonly clock: Clock; readonly gapMs: number }): Pace {
  const edits = new Map<string, Edit>();
  const urgent: Turn[] = [];
  const usual: Turn[] = [];
  let isGoing = false;
  let nextMs = Number.NEGATIVE_INFINITY;

  async function go(): Promise<void> {
    if (isGoing) return;
    isGoing = true;
    // Edits of the same breath are one.
    await undefined;
    while (urgent.length + usual.length > 0) {
      const pauseMs = nextMs - clock.now();
      if (pauseMs > 0) await clock.sleep(pauseMs);
      nextMs = clock.now() + gapMs;
      // Chosen after the pause: what is urgent may have come meanwhile.
      await (urgent.shift() ?? usual.shift())?.();
    }
    isGoing = false;
  }
  function sendIn<T>(queue: Turn[], act: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    queue.push(async () => {
      const sent = (async () => act())();
      resolve(sent);
      // How it ends is the business of whoever sent it.
      await sent.catch(() => undefined);
    });
    void go();
    return promise;
  }
  const send: Pace["send"] = (act) => sendIn(usual, act);
  return {
    send,
    sendFirst: (act) => sendIn(urgent, act),
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
