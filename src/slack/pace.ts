import type { Clock } from "../flows/ports.ts";

/** Sends one thing after the other, no faster than the gap. */
export type Pace = {
  /** Resolves with the answer once it was sent. The first is sent at once. */
  readonly send: <T>(send: () => Promise<T>) => Promise<T>;
  /** As `send`, but a newer one with the same key takes its place: it is never sent, and resolves with the newer one. */
  readonly sendNewest: (key: string, send: () => Promise<void>) => Promise<void>;
};

type Entry = { readonly key: string | undefined; act: () => Promise<void>; readonly settled: Promise<void> };

/** A lane: Slack takes about one message a second for each channel. Milliseconds. */
export function createPace({ clock, gapMs }: { readonly clock: Clock; readonly gapMs: number }): Pace {
  const waiting: Entry[] = [];
  let isDraining = false;
  let lastMs = Number.NEGATIVE_INFINITY;

  async function drain(): Promise<void> {
    if (isDraining) return;
    isDraining = true;
    while (waiting.length > 0) {
      const pauseMs = lastMs + gapMs - clock.now();
      if (pauseMs > 0) await clock.sleep(pauseMs);
      lastMs = clock.now();
      await waiting.shift()?.act();
    }
    isDraining = false;
  }
  function enqueue(key: string | undefined, send: () => Promise<void>): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const entry: Entry = { key, settled: promise, act: () => sendOf(entry).then(resolve, reject) };
    newest.set(entry, send);
    waiting.push(entry);
    drain();
    return promise;
  }
  /** What an entry sends when its turn comes: the newest that was asked for under its key. */
  const newest = new WeakMap<Entry, () => Promise<void>>();
  function sendOf(entry: Entry): Promise<void> {
    return newest.get(entry)?.() ?? Promise.resolve();
  }
  return {
    send: async <T>(send: () => Promise<T>): Promise<T> => {
      let answer: { readonly value: T } | undefined;
      await enqueue(undefined, async () => {
        answer = { value: await send() };
      });
      if (answer === undefined) throw new Error("sent, but without an answer");
      return answer.value;
    },
    sendNewest: (key, send) => {
      const older = waiting.find((entry) => entry.key === key);
      if (older === undefined) return enqueue(key, send);
      newest.set(older, send);
      return older.settled;
    },
  };
}
