import type { Flows } from "../../src/flows/flows.ts";
import { group } from "./literals.ts";

/** Flows of which only these are expected to be asked. */
export function flowsOf(expected: Partial<Flows>): Flows {
  const unexpected = (name: string) => async (): Promise<never> => {
    throw new Error(`${name} was not expected`);
  };
  return {
    showStatus: unexpected("showStatus"),
    requestJob: unexpected("requestJob"),
    decideJob: unexpected("decideJob"),
    acknowledge: unexpected("acknowledge"),
    listJobs: unexpected("listJobs"),
    showJob: unexpected("showJob"),
    showAudit: unexpected("showAudit"),
    verifyAudit: unexpected("verifyAudit"),
    whoAmI: unexpected("whoAmI"),
    watchedGroups: () => [group],
    ...expected,
  };
}
