import { type GroupRef, groupId } from "../domain/group.ts";
import type { Store } from "../flows/ports.ts";
import type { Counts } from "./metrics.ts";

/** How many of the newest jobs are counted. */
const newest = 200;

/** Counts what the store has of the watched groups. Faults: `store-unreachable`. */
export function createReadCounts(deps: {
  readonly store: Pick<Store, "listJobs" | "openIncident">;
  readonly groups: readonly (GroupRef & { readonly masterName: string })[];
}): () => Promise<Counts> {
  return async function readCounts() {
    const [jobs, incidents] = await Promise.all([
      deps.store.listJobs({ limit: newest }),
      Promise.all(deps.groups.map((group) => deps.store.openIncident(groupId(group)))),
    ]);
    const jobsByState: Record<string, number> = {};
    for (const { state } of jobs) jobsByState[state] = (jobsByState[state] ?? 0) + 1;
    return { openIncidents: incidents.filter((incident) => incident !== undefined).length, jobsByState };
  };
}
