import type { NoAnswer } from "../domain/topology.ts";
import { type Connection, dial, isConnection, type Target } from "./connection.ts";

export type StreamItem =
  | { readonly kind: "message"; readonly channel: string; readonly payload: string }
  | { readonly kind: "connected" }
  | { readonly kind: "lost"; readonly because: NoAnswer };

export type Subscription = { readonly stop: () => void };

const firstDelayMs = 100;
const lastDelayMs = 2_000;

/**
 * Follows everything that one Sentinel publishes, for ever: after a loss it dials again, at first at once, then every 2 s.
 * `connected` and `lost` are told when that changes, not for each attempt. A Sentinel that is silent although its
 * connection stands is found by a ping: at most `pingEveryMs` and `timeoutMs` later.
 */
export function subscribe(
  target: Target,
  limits: { readonly timeoutMs: number; readonly pingEveryMs: number },
  onItem: (item: StreamItem) => void,
): Subscription {
  const state: State = { stopped: false, told: undefined };

  function tell(item: StreamItem): void {
    if (state.stopped || (item.kind !== "message" && item.kind === state.told)) return;
    if (item.kind !== "message") state.told = item.kind;
    onItem(item);
  }

  async function run(): Promise<void> {
    let delayMs = firstDelayMs;
    while (!state.stopped) {
      const because = await follow(
        target,
        limits,
        state,
        () => {
          delayMs = firstDelayMs;
          tell({ kind: "connected" });
        },
        tell,
      );
      tell({ kind: "lost", because });
      await pause(delayMs, state);
      delayMs = Math.min(delayMs * 2, lastDelayMs);
    }
  }

  void run();
  return {
    stop: () => {
      state.stopped = true;
      state.interrupt?.();
    },
  };
}

type State = { stopped: boolean; told: "connected" | "lost" | undefined; interrupt?: () => void };

/** One connection from its dial to its end; resolves with why it ended. */
async function follow(
  target: Target,
  { timeoutMs, pingEveryMs }: { readonly timeoutMs: number; readonly pingEveryMs: number },
  state: State,
  onConnected: () => void,
  onItem: (item: StreamItem) => void,
): Promise<NoAnswer> {
  const dialled = await dial(target, timeoutMs);
  if (!isConnection(dialled)) return dialled;
  const ended = new Promise<NoAnswer>((resolve) => {
    dialled.onClose(resolve);
    state.interrupt = () => dialled.close();
  });
  if (state.stopped) dialled.close();
  const outcome = await dialled.subscribeToAll(
    (channel, payload) => onItem({ kind: "message", channel, payload }),
    timeoutMs,
  );
  if (outcome !== "subscribed") {
    dialled.close();
    return outcome;
  }
  onConnected();
  const stopWatching = watch(dialled, timeoutMs, pingEveryMs);
  const because = await Promise.race([ended, stopWatching.silent]);
  stopWatching.stop();
  dialled.close();
  return because;
}

function watch(connection: Connection, timeoutMs: number, pingEveryMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<NoAnswer>((resolve) => {
    timer = setInterval(async () => {
      const outcome = await connection.send([["PING"]], timeoutMs);
      if (outcome.kind === "silent") resolve(outcome);
    }, pingEveryMs);
  });
  return { silent, stop: () => clearInterval(timer) };
}

function pause(ms: number, state: State): Promise<void> {
  if (state.stopped) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    state.interrupt = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
