import type { AuditFact } from "../domain/audit-entry.ts";
import { groupId } from "../domain/group.ts";
import type { Job } from "../domain/job.ts";
import { mayApprove, mayDo } from "../domain/policy.ts";
import type { DecideJob, Decision, Person } from "./flows.ts";
import { asRefusal, type Gate } from "./gate.ts";
import { changeJob, showJobState } from "./job-record.ts";
import type { AuditLog, Clock, Conversation, JobQueue, Log, Store } from "./ports.ts";

type Deps = {
  readonly gate: Gate;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly queue: JobQueue;
  readonly conversation: Conversation;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * A click on *Approve* or *Reject*. The clicker's right is checked, the decision stored and audited; then the job is
 * queued under its own id, so that twice is once. Faults: `store-unreachable`: nothing was decided, or it was and the
 * sweep will queue it.
 */
export function createDecideJob(deps: Deps): DecideJob {
  return async function decideJob(who, jobId, decision) {
    const job = await deps.store.readJob(jobId);
    if (job === undefined) return { kind: "unknown-job" };
    const refused = await refusal(deps, who, job, decision);
    if (refused !== undefined) {
      await deps.audit.append(entry(deps, job, who, "refused", `${decision} of job ${job.id}: ${refused.reason}`));
      return refused;
    }
    const outcome = await changeJob(deps.store, jobId, (now) => decided(now, who, decision, deps.clock.now()));
    if (outcome === undefined) return { kind: "unknown-job" };
    if (!outcome.changed) return { kind: "already", job: outcome.job };
    await recordDecision(deps, outcome.job, who);
    if (outcome.job.state === "approved") await deps.queue.enqueue(jobId);
    showJobState(deps, outcome.job);
    return outcome.job.state === "expired"
      ? { kind: "already", job: outcome.job }
      : { kind: "decided", job: outcome.job };
  };
}

async function refusal({ gate }: Deps, who: Person, job: Job, decision: Decision) {
  const { role } = await gate.roleOf(who.id);
  // Saying no, or taking one's own request back, needs no second person.
  if (decision === "reject") return asRefusal(mayDo(role, "approve"));
  const requesterId = job.requestedBy.kind === "user" ? job.requestedBy.id : undefined;
  const { namespace } = job.plan.group;
  return asRefusal(
    mayApprove({ id: who.id, role }, { requesterId, needsSecondPerson: job.needsSecondPerson, namespace }),
  );
}

function decided(job: Job, who: Person, decision: Decision, atMs: number): Job | undefined {
  if (job.state !== "awaiting-approval") return undefined;
  if (atMs >= job.expiresAtMs) return expired(job);
  const decidedBy = { kind: "user", ...who } as const;
  const by = { decidedBy, decidedAtMs: atMs };
  return decision === "approve"
    ? { ...job, ...by, state: "approved" }
    : { ...job, ...by, state: "rejected", endedAtMs: atMs, result: `Rejected by @${who.name}; nothing was touched.` };
}

/** What a job becomes that nobody decided in time. */
export function expired(job: Job): Job {
  return {
    ...job,
    state: "expired",
    endedAtMs: job.expiresAtMs,
    result: "Nobody approved it in time; nothing was touched. Ask again for a plan of the present state.",
  };
}

async function recordDecision(deps: Deps, job: Job, who: Person): Promise<void> {
  if (job.state === "expired") {
    await deps.audit.append({ ...entry(deps, job, who, "expired", `job ${job.id} had expired`), actor: expiry });
  } else {
    const what = job.state === "approved" ? "approved" : "rejected";
    await deps.audit.append(entry(deps, job, who, what, `job ${job.id}, plan: ${job.plan.steps.length} steps`));
  }
}

/** Who ends a job that nobody decided. */
export const expiry = { kind: "policy", rule: "approvals expire" } as const;

function entry(deps: Deps, job: Job, who: Person, what: AuditFact["what"], detail: string): AuditFact {
  const group = groupId(job.plan.group);
  return { atMs: deps.clock.now(), actor: { kind: "user", ...who }, group, jobId: job.id, what, detail };
}
