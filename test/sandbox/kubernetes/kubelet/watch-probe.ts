import type { Probe } from "./pod-spec.ts";
import { type ProbeTarget, runHandler } from "./run-probe.ts";

/** All pods share one machine: that it is busy is no fault of theirs. Milliseconds. */
const leastTimeoutMs = 5000;

/** Asks again and again; tells of each turn after as many answers of one kind as the probe wants. */
export async function watchProbe(
  probe: Probe,
  target: ProbeTarget,
  { onTurn, signal }: { readonly onTurn: (isGood: boolean) => void; readonly signal: AbortSignal },
): Promise<void> {
  let streak = { isGood: false, count: 0 };
  await pause(probe.initialDelaySeconds * 1000, signal);
  while (!signal.aborted) {
    const isGood = await runHandler(probe, target, Math.max(leastTimeoutMs, probe.timeoutSeconds * 1000));
    if (signal.aborted) return;
    streak = { isGood, count: streak.isGood === isGood ? streak.count + 1 : 1 };
    if (streak.count === (isGood ? probe.successThreshold : probe.failureThreshold)) onTurn(isGood);
    await pause(probe.periodSeconds * 1000, signal);
  }
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
