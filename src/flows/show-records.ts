import { type GroupRef, groupId } from "../domain/group.ts";
import { nearest } from "../domain/nearest.ts";
import type { ListJobs, ShowAudit, ShowJob, VerifyAudit } from "./flows.ts";
import type { Gate } from "./gate.ts";
import type { AuditLog, Store } from "./ports.ts";

type Deps = {
  readonly gate: Gate;
  readonly store: Store;
  readonly audit: AuditLog & {
    readonly verifyChain: () => Promise<
      | { readonly kind: "intact"; readonly entries: number }
      | { readonly kind: "broken"; readonly seq: number; readonly reason: string }
    >;
  };
};

/** One page of each list. */
const page = { jobs: 20, audit: 50 } as const;
/** How many entries a filter that only we know (by whom, since when) is applied to. */
const searched = 1000;

/** What is on record: jobs and the audit log. All throw `store-unreachable`. */
export function createShowRecords({ gate, store, audit }: Deps): {
  readonly listJobs: ListJobs;
  readonly showJob: ShowJob;
  readonly showAudit: ShowAudit;
  readonly verifyAudit: VerifyAudit;
} {
  return {
    listJobs: async (who, group) => {
      const refused = await gate.refusal(who, "look");
      if (refused !== undefined) return refused;
      return { kind: "jobs", jobs: await store.listJobs({ ...ofGroup(group), limit: page.jobs }) };
    },
    showJob: async (who, id) => {
      const refused = await gate.refusal(who, "look");
      if (refused !== undefined) return refused;
      const job = await store.readJob(id);
      if (job !== undefined) return { kind: "job", job };
      const known = (await store.listJobs({ limit: page.jobs })).map((one) => one.id);
      const meant = nearest(id, known);
      return { kind: "unknown-job", ...(meant !== undefined && { nearest: meant }) };
    },
    showAudit: async (who, { group, by, sinceMs }) => {
      const refused = await gate.refusal(who, "look");
      if (refused !== undefined) return refused;
      const isFiltered = by !== undefined || sinceMs !== undefined;
      const found = await audit.list({ ...ofGroup(group), limit: isFiltered ? searched : page.audit });
      const entries = found.filter(
        ({ fact }) =>
          (by === undefined || (fact.actor.kind === "user" && fact.actor.id === by)) &&
          (sinceMs === undefined || fact.atMs >= sinceMs),
      );
      return { kind: "audit", entries: entries.slice(0, page.audit) };
    },
    verifyAudit: async (who) => (await gate.refusal(who, "look")) ?? (await audit.verifyChain()),
  };
}

function ofGroup(group: GroupRef | undefined): { readonly group?: string } {
  return group === undefined ? {} : { group: groupId(group) };
}
