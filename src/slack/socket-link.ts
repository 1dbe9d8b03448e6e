import type { SocketModeReceiver } from "@slack/bolt";
import { Fault } from "../domain/fault.ts";
import type { Clock, Log } from "../flows/ports.ts";
import { inTime } from "./in-time.ts";
import { retryAfterMs } from "./slack-fault.ts";

export type SocketLink = {
  /** The first connection. Throws what Slack's client throws, or a `slack-unreachable` fault where it takes too long. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Since when no payload can arrive; undefined while one can. */
  readonly downSinceMs: () => number | undefined;
};

type Deps = {
  /** With `autoReconnectEnabled: false`: its own way back has no end to a failure but an unhandled rejection. */
  readonly client: SocketModeReceiver["client"];
  readonly clock: Clock;
  readonly log: Log;
};

/** The client waits for ever for a server that never says hello. Milliseconds. */
const dialTimeoutMs = 15_000;
const hangUpTimeoutMs = 1000;
/** Between two dials that fail; the first one after a loss is at once, for Slack recycles connections every few hours. */
const pausesMs = { first: 250, longest: 5000 } as const;

/** One Socket Mode connection, made again whenever it is lost, for as long as it takes. */
export function createSocketLink({ client, clock, log }: Deps): SocketLink {
  const ending = new AbortController();
  let downSinceMs: number | undefined = clock.now();
  let dialling: Promise<void> | undefined;

  client.on("connected", () => {
    if (downSinceMs !== undefined) log.info({ downMs: clock.now() - downSinceMs }, "slack connected");
    downSinceMs = undefined;
  });
  client.on("disconnected", () => {
    downSinceMs ??= clock.now();
    dialAgain();
  });

  function dialAgain(): void {
    if (dialling !== undefined || ending.signal.aborted) return;
    dialling = untilConnected().finally(() => {
      dialling = undefined;
      // Lost in the moment between the hello and here.
      if (downSinceMs !== undefined) dialAgain();
    });
  }
  async function untilConnected(): Promise<void> {
    for (let pauseMs = 0; !ending.signal.aborted; ) {
      const failure = await dial().then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      if (failure === undefined || ending.signal.aborted) return;
      if (pauseMs === 0) log.warn({ err: failure.error }, "slack takes no connection, dialling until it does");
      pauseMs = pauseAfter(failure.error, pauseMs);
      await clock.sleep(pauseMs, ending.signal).catch(() => undefined);
    }
  }
  async function dial(): Promise<void> {
    try {
      await inTime(client.start(), dialTimeoutMs, noHello);
    } catch (error) {
      await hangUp();
      throw error;
    }
    if (ending.signal.aborted) await hangUp();
  }
  async function hangUp(): Promise<void> {
    await inTime(client.disconnect(), hangUpTimeoutMs, noHello).catch(() => undefined);
  }
  async function start(): Promise<void> {
    const first = dial();
    // What is lost before the first hello is the first dial's own failure.
    dialling = first.catch(() => undefined);
    try {
      await first;
    } finally {
      dialling = undefined;
    }
  }
  return {
    start,
    // Bolt's own stop resolves before the socket is closed.
    stop: async () => {
      ending.abort();
      await hangUp();
    },
    downSinceMs: () => downSinceMs,
  };
}

function pauseAfter(error: unknown, pauseMs: number): number {
  return retryAfterMs(error) ?? Math.min(Math.max(2 * pauseMs, pausesMs.first), pausesMs.longest);
}

function noHello(): Fault {
  return new Fault("slack-unreachable", `Slack made no Socket Mode connection within ${dialTimeoutMs / 1000} s.`);
}
