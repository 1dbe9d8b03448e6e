import { type Actor, actorText } from "../domain/actor.ts";
import type { AuditFact } from "../domain/audit-entry.ts";
import { groupId } from "../domain/group.ts";
import type { Job, JobState, StepProgress } from "../domain/job.ts";
import type { Announcer } from "./announce-fact.ts";
import { showJobState } from "./job-record.ts";
import type { AuditLog, Clock, Conversation, Log, Store } from "./ports.ts";

type Deps = {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly conversation: Conversation;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly log: Log;
};

export type JobJournal = {
  readonly job: () => Job;
  readonly start: () => Promise<void>;
  /** What was said to Redis or Kubernetes, and the reply: on disk when this resolves. */
  readonly tell: (what: "redis-command" | "kubernetes-call", detail: string) => Promise<void>;
  readonly progress: (progress: readonly StepProgress[]) => Promise<void>;
  readonly end: (ending: {
    readonly state: JobState;
    readonly result: string;
    readonly after?: readonly string[] | undefined;
  }) => Promise<void>;
};

/**
 * A running job's record: each change is stored and audited before the next step acts, then shown. A job's only writer
 * while it runs is who holds the group's lock; a write that was overtaken throws.
 */
export function createJobJournal(deps: Deps, initial: Job): JobJournal {
  let job = initial;

  async function save(change: Partial<Job>): Promise<void> {
    const next = { ...job, ...change, version: job.version + 1 };
    // Only the message's reference may have been stored meanwhile.
    const saved = (await deps.store.saveJob(next)) ? next : await saveOver(deps, job, change);
    job = saved;
    showJobState(deps, job);
  }
  const audit = (what: AuditFact["what"], detail: string) =>
    deps.audit.append({
      atMs: deps.clock.now(),
      actor: doer(job),
      group: groupId(job.plan.group),
      jobId: job.id,
      what,
      detail,
    });
  const announce = (text: string) =>
    deps.announcer.tell(groupId(job.plan.group), { kind: "job", jobId: job.id, text, atMs: deps.clock.now() });

  return {
    job: () => job,
    start: async () => {
      await save({ state: "running", startedAtMs: deps.clock.now() });
      await audit("started", `job ${job.id}, ${wordOf(job)}`);
      announce(`job ${job.id} runs, ${wordOf(job)}`);
    },
    tell: async (what, detail) => {
      await audit(what, detail);
    },
    progress: async (progress) => {
      const changed = progress.findIndex((step, i) => step.state !== job.progress[i]?.state);
      await save({ progress });
      const step = progress[changed];
      if (step === undefined) return;
      const name = `step ${changed + 1}, ${job.plan.steps[changed]?.kind}`;
      if (step.state === "running") await audit("step-started", name);
      else await audit("step-ended", `${name}: ${step.state}${step.note === undefined ? "" : `: ${step.note}`}`);
    },
    end: async ({ state, result, after }) => {
      await save({ state, result, endedAtMs: deps.clock.now(), ...(after !== undefined && { after }) });
      await audit("ended", `job ${job.id} ${state}: ${result}`);
      announce(`job ${job.id} ${state}: ${result}`);
      deps.log.info({ jobId: job.id, group: groupId(job.plan.group), state }, "job ended");
    },
  };
}

async function saveOver({ store }: Deps, job: Job, change: Partial<Job>): Promise<Job> {
  const stored = await store.readJob(job.id);
  if (stored === undefined || stored.state !== job.state) throw new Error(`job ${job.id} was changed by somebody else`);
  const next = { ...stored, ...change, version: stored.version + 1 };
  if (!(await store.saveJob(next))) throw new Error(`job ${job.id} was changed by somebody else`);
  return next;
}

function wordOf(job: Job): string {
  const actor = doer(job);
  return actor.kind === "policy" ? `by ${actorText(actor)}` : `approved by ${actorText(actor)}`;
}

/** In whose name the steps are done: the approver's. */
function doer(job: Job): Actor {
  return job.decidedBy ?? job.requestedBy;
}
