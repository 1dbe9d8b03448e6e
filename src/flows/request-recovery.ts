import type { AuditFact } from "../domain/audit-entry.ts";
import { diagnose } from "../domain/findings/diagnose.ts";
import { type GroupRef, groupId } from "../domain/group.ts";
import type { Job } from "../domain/job.ts";
import type { Plan } from "../domain/plans/plan.ts";
import { planRecovery } from "../domain/plans/recover.ts";
import type { RecoveryDefaults } from "../domain/plans/recovery-steps.ts";
import { isProtected, type PolicyLists } from "../domain/policy.ts";
import { topologyLines } from "../domain/topology-lines.ts";
import type { Announcer } from "./announce-fact.ts";
import { findGroup } from "./find-group.ts";
import type { Person, RecoveryAnswer, RequestRecovery } from "./flows.ts";
import type { Gate } from "./gate.ts";
import { changeJob, showJobState } from "./job-record.ts";
import type { AuditLog, Clock, Conversation, Log, Reading, ReadTopology, Store } from "./ports.ts";

type Deps = {
  readonly gate: Gate;
  readonly policy: PolicyLists;
  readonly watched: readonly GroupRef[];
  /** The groups that are in trouble: meant where none is named and just one is. */
  readonly unhealthy: () => readonly GroupRef[];
  readonly read: ReadTopology;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly conversation: Conversation;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly log: Log;
  readonly defaults: RecoveryDefaults;
  readonly approvalExpiresMs: number;
  readonly newId: () => string;
};

const newest = 50;

/**
 * Reads, diagnoses, plans; stores the job, audits it and posts it for approval. The same plan asked for again is the
 * same job; another plan replaces one that waits. Faults: of `Cluster`, and `store-unreachable`.
 */
export function createRequestRecovery(deps: Deps): RequestRecovery {
  return async function requestRecovery(who, { group: asked, dryRun }) {
    const refused = await deps.gate.refusal(who, dryRun ? "look" : "request");
    if (refused !== undefined) {
      await note(deps, who, asked, "refused", `recover: ${refused.reason}`);
      return refused;
    }
    const found = findGroup(deps.watched, asked, deps.unhealthy());
    if (found.kind === "which-group") return found;
    const topology = await deps.read(found.group);
    return answer(deps, who, { topology, diagnosis: diagnose(topology) }, dryRun);
  };
}

async function answer(deps: Deps, who: Person, reading: Reading, dryRun: boolean): Promise<RecoveryAnswer> {
  const { topology, diagnosis } = reading;
  const recovery = planRecovery(topology, deps.defaults);
  switch (recovery.kind) {
    case "healthy":
      return { kind: "healthy", topology, diagnosis };
    case "refused": {
      const { group } = topology;
      await note(deps, who, group, "refused", `recover: ${recovery.reason}`);
      return { ...recovery, group, diagnosis };
    }
    case "planned": {
      const { plan } = recovery;
      const needsSecondPerson = isProtected(deps.policy, plan.group.namespace);
      if (dryRun) return { kind: "dry-run", plan, needsSecondPerson };
      return (await presentJob(deps, plan, diagnosis)) ?? (await request(deps, who, plan, reading));
    }
  }
}

/** The group's job that is under way, or that waits with this very plan. One that waits with another plan is ended. */
async function presentJob(
  deps: Deps,
  plan: Plan,
  diagnosis: Reading["diagnosis"],
): Promise<RecoveryAnswer | undefined> {
  const jobs = await deps.store.listJobs({ group: groupId(plan.group), limit: newest });
  const busy = jobs.find(({ state }) => state === "approved" || state === "running");
  if (busy !== undefined) {
    return {
      kind: "refused",
      group: plan.group,
      reason: `Job ${busy.id} is ${busy.state} for this group: one change at a time.`,
      advice: `Follow it with /redis job ${busy.id}, and ask again when it is over.`,
      diagnosis,
    };
  }
  const isLive = (job: Job) => job.state === "awaiting-approval" && deps.clock.now() < job.expiresAtMs;
  const waiting = jobs.filter(isLive);
  const same = waiting.find((job) => job.plan.fingerprint === plan.fingerprint);
  for (const job of waiting) if (job !== same) await replace(deps, job.id);
  return same === undefined ? undefined : { kind: "requested", job: same, again: true };
}

async function replace(deps: Deps, jobId: string): Promise<void> {
  const result = "The group has changed since; a newer plan takes this one's place. Nothing was touched.";
  const outcome = await changeJob(deps.store, jobId, (job) =>
    job.state === "awaiting-approval" ? { ...job, state: "outdated", endedAtMs: deps.clock.now(), result } : undefined,
  );
  if (outcome?.changed === true) showJobState(deps, outcome.job);
}

async function request(deps: Deps, who: Person, plan: Plan, { topology }: Reading): Promise<RecoveryAnswer> {
  const { store, announcer, clock } = deps;
  const incident = announcer.incidentOf(groupId(plan.group));
  const job: Job = {
    id: deps.newId(),
    kind: "recover",
    plan,
    requestedBy: { kind: "user", ...who },
    requestedAtMs: clock.now(),
    needsSecondPerson: isProtected(deps.policy, plan.group.namespace),
    expiresAtMs: clock.now() + deps.approvalExpiresMs,
    state: "awaiting-approval",
    progress: plan.steps.map(() => ({ state: "waiting" })),
    before: topologyLines(topology),
    ...(incident !== undefined && { incidentId: incident.id }),
    version: 1,
  };
  if (!(await store.saveJob(job))) throw new Error(`job id ${job.id} is taken`);
  const steps = plan.steps.map(({ kind }) => kind).join(", ");
  await note(deps, who, plan.group, "requested", `recover, master ${plan.master}: ${steps}`, job.id);
  const text = `@${who.name} asks to recover, with ${plan.master} as master (job ${job.id})`;
  announcer.tell(groupId(plan.group), { kind: "job", jobId: job.id, text, atMs: clock.now() });
  return { kind: "requested", job: await post(deps, job, incident?.thread), again: false };
}

async function post(
  { conversation, store }: Deps,
  job: Job,
  thread: Parameters<Conversation["postJob"]>[1],
): Promise<Job> {
  const message = await conversation.postJob(job, thread);
  const outcome = await changeJob(store, job.id, (now) => ({ ...now, message }));
  return outcome?.job ?? job;
}

async function note(
  { audit, clock }: Deps,
  who: Person,
  group: GroupRef | undefined,
  what: AuditFact["what"],
  detail: string,
  jobId?: string,
): Promise<void> {
  await audit.append({
    atMs: clock.now(),
    actor: { kind: "user", ...who },
    ...(group !== undefined && { group: groupId(group) }),
    ...(jobId !== undefined && { jobId }),
    what,
    detail,
  });
}
