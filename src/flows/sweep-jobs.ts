import { groupId } from "../domain/group.ts";
import { expired, expiry } from "./decide-job.ts";
import { changeJob, showJobState } from "./job-record.ts";
import type { AuditLog, Clock, Conversation, JobQueue, Log, Store } from "./ports.ts";

type Deps = {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly queue: JobQueue;
  readonly conversation: Conversation;
  readonly clock: Clock;
  readonly log: Log;
};

/** How many of the newest jobs are looked at: one that nobody decided for longer is far beyond its expiry. */
const newest = 200;

/**
 * One round over the jobs that nobody tends: what was approved, or begun by the policy, and never queued (the bot's Redis failed between the
 * two) is queued, what nobody decided in time expires. Faults: `store-unreachable`.
 */
export function createSweepJobs(deps: Deps): () => Promise<void> {
  return async function sweepJobs() {
    for (const job of await deps.store.listJobs({ limit: newest })) {
      if (job.state === "approved" || job.state === "running") await deps.queue.enqueue(job.id);
      if (job.state === "awaiting-approval" && deps.clock.now() >= job.expiresAtMs) await expire(deps, job.id);
    }
  };
}

async function expire(deps: Deps, jobId: string): Promise<void> {
  const outcome = await changeJob(deps.store, jobId, (job) =>
    job.state === "awaiting-approval" ? expired(job) : undefined,
  );
  if (outcome?.changed !== true) return;
  const { job } = outcome;
  const detail = `job ${job.id}: nobody approved it in time`;
  const group = groupId(job.plan.group);
  await deps.audit.append({ atMs: deps.clock.now(), actor: expiry, group, jobId, what: "expired", detail });
  showJobState(deps, job);
}
