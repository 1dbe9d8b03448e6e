import { Fault } from "../domain/fault.ts";
import { diagnose } from "../domain/findings/diagnose.ts";
import { groupId } from "../domain/group.ts";
import { isOver, type Job } from "../domain/job.ts";
import { jobTexts } from "../domain/job-texts.ts";
import { mayApprove } from "../domain/policy.ts";
import { topologyLines } from "../domain/topology-lines.ts";
import type { Announcer } from "./announce-fact.ts";
import type { Gate } from "./gate.ts";
import { createJobJournal, type JobJournal } from "./job-journal.ts";
import type { JobKinds } from "./job-kinds.ts";
import type { AuditLog, Clock, Conversation, Lock, Log, ReadTopology, Store } from "./ports.ts";
import type { PlanResult, RunPlan } from "./run-plan.ts";

type Deps = {
  readonly gate: Gate;
  readonly read: ReadTopology;
  readonly runPlan: RunPlan;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly conversation: Conversation;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly log: Log;
  readonly kinds: JobKinds;
};

/** A dead process' lease ends by itself within this time; another job of the group should not hold it at all. */
const lockWaitMs = 30_000;
const lockPollMs = 250;
/** The Sentinels' word of a hand-over comes within this time. */
const ownSwitchMs = 60_000;

/**
 * Runs an approved job: under the group's lock, after the approver's right was checked again, and, at its first start,
 * only if the plan made from the present state is the approved one. Taken up again after a crash it goes on with what
 * is left. Throws `store-unreachable` to be called again.
 */
export function createRunJob(deps: Deps): (jobId: string, attempt: number, signal: AbortSignal) => Promise<void> {
  return async function runJob(jobId, _attempt, signal) {
    const job = await deps.store.readJob(jobId);
    if (job === undefined || isOver(job) || job.state === "awaiting-approval") return;
    const lock = await takeLock(deps, job, signal);
    try {
      const journal = createJobJournal(deps, job);
      await runLocked(deps, journal, AbortSignal.any([signal, lock.lost]));
    } finally {
      await lock.release();
    }
  };
}

async function takeLock({ store, clock }: Deps, job: Job, signal: AbortSignal): Promise<Lock> {
  const group = groupId(job.plan.group);
  const untilMs = clock.now() + lockWaitMs;
  for (;;) {
    const lock = await store.lock(group, `job ${job.id}`);
    if (lock !== undefined) return lock;
    if (clock.now() > untilMs) throw new Fault("store-unreachable", `Another change of ${group} is still running.`);
    await clock.sleep(lockPollMs, signal);
  }
}

async function runLocked(deps: Deps, journal: JobJournal, signal: AbortSignal): Promise<void> {
  const job = journal.job();
  if (job.state === "approved") {
    const stopped = (await rightIsGone(deps, job)) ?? (await planIsOld(deps, job));
    if (stopped !== undefined) return journal.end(stopped);
    await journal.start();
  }
  if (job.kind === "failover") deps.announcer.expectSwitch(groupId(job.plan.group), deps.clock.now() + ownSwitchMs);
  const result = await deps.runPlan({
    plan: job.plan,
    progress: journal.job().progress,
    tell: journal.tell,
    onProgress: journal.progress,
    signal,
  });
  if (result.kind === "stopped")
    throw new Fault("store-unreachable", `job ${job.id} stopped before step ${result.step + 1}`);
  await journal.end(await ending(deps, journal.job(), result));
}

type Ending = Parameters<JobJournal["end"]>[0];

async function rightIsGone({ gate }: Deps, job: Job): Promise<Ending | undefined> {
  if (job.decidedBy?.kind !== "user") return undefined;
  const { id, name } = job.decidedBy;
  const { role } = await gate.roleOf(id);
  const requesterId = job.requestedBy.kind === "user" ? job.requestedBy.id : undefined;
  const { needsSecondPerson, plan } = job;
  const verdict = mayApprove({ id, role }, { requesterId, needsSecondPerson, namespace: plan.group.namespace });
  if (verdict.kind === "allowed") return undefined;
  return { state: "failed", result: `Nothing was touched: @${name} may no longer approve this. ${verdict.reason}` };
}

/** The approval binds to the plan: what would be done now must be the same. */
async function planIsOld({ kinds }: Deps, job: Job): Promise<Ending | undefined> {
  const { planning, seen: after } = await kinds[job.kind].plan(job.plan.group, job.options ?? {});
  if (planning.kind === "healthy") {
    const text = jobTexts[job.kind].nothingToDo(job.plan.group.namespace);
    return { state: "outdated", result: `Nothing was touched: ${text}`, after };
  }
  if (planning.kind === "refused") {
    return { state: "outdated", result: `Nothing was touched. ${planning.reason} ${planning.advice}`, after };
  }
  if (planning.plan.fingerprint === job.plan.fingerprint) return undefined;
  return {
    state: "outdated",
    result: "The group has changed since this plan was approved: nothing was touched. Ask for a new plan.",
    after,
  };
}

async function ending(
  { read, clock }: Deps,
  job: Job,
  result: Exclude<PlanResult, { readonly kind: "stopped" }>,
): Promise<Ending> {
  const topology = await read(job.plan.group).catch(() => undefined);
  const after = topology === undefined ? undefined : topologyLines(topology);
  const seconds = Math.round((clock.now() - (job.startedAtMs ?? clock.now())) / 1000);
  if (result.kind === "done") {
    const verdict = topology === undefined ? "unknown" : diagnose(topology).verdict;
    return { state: "done", result: jobTexts[job.kind].done(job, { verdict, seconds }), after };
  }
  const done = job.progress.filter(({ state }) => state === "done" || state === "skipped").length;
  return {
    state: "failed",
    result:
      `Step ${result.step + 1} of ${job.plan.steps.length} failed: ${result.reason}. ${done} are done, the rest was not ` +
      "begun. It is safe to ask for a new plan: it starts from what is there now.",
    after,
  };
}
