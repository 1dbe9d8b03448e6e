import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../src/flows/ports.ts";

/** The `Clock` of the machine, for suites on real processes. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  },
};
