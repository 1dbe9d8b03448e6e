import { setTimeout as sleep } from "node:timers/promises";

const callMs = 10_000;

/** The answer of a call to Kubernetes, or an Error after ten seconds. */
export async function inTime<T>(call: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = sleep(callMs, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw new Error(`Kubernetes has not answered within ${callMs / 1000} s`);
  });
  // The race's loser: its rejection was meant for nobody.
  late.catch(() => {});
  return await Promise.race([call, late]).finally(() => timer.abort());
}
