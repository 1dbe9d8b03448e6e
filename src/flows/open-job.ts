import { type Actor, actorText } from "../domain/actor.ts";
import { groupId } from "../domain/group.ts";
import type { Job } from "../domain/job.ts";
import { jobTexts } from "../domain/job-texts.ts";
import { isProtected, type PolicyLists } from "../domain/policy.ts";
import type { Announcer } from "./announce-fact.ts";
import { changeJob } from "./job-record.ts";
import type { AuditLog, Clock, Conversation, Log, Store } from "./ports.ts";

type Deps = {
  readonly policy: PolicyLists;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly conversation: Conversation;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly log: Log;
  readonly approvalExpiresMs: number;
  readonly newId: () => string;
};

export type JobDraft = Pick<Job, "kind" | "plan" | "before"> & {
  readonly by: Actor;
  readonly options?: Job["options"];
};

/**
 * Stores and audits a job that somebody asked for. One of the policy's own needs nobody's yes: it is approved at once.
 * Both are on disk when this resolves; nothing was posted yet. Faults: `store-unreachable`.
 */
export function createOpenJob(deps: Deps): (draft: JobDraft) => Promise<Job> {
  return async function openJob({ kind, plan, before, by, options }) {
    const { clock, announcer } = deps;
    const group = groupId(plan.group);
    const incident = announcer.incidentOf(group);
    const job: Job = {
      id: deps.newId(),
      kind,
      ...(options !== undefined && { options }),
      plan,
      requestedBy: by,
      requestedAtMs: clock.now(),
      needsSecondPerson: by.kind === "user" && isProtected(deps.policy, plan.group.namespace),
      expiresAtMs: clock.now() + deps.approvalExpiresMs,
      state: by.kind === "policy" ? "approved" : "awaiting-approval",
      progress: plan.steps.map(() => ({ state: "waiting" })),
      before,
      ...(incident !== undefined && { incidentId: incident.id }),
      version: 1,
    };
    const steps = plan.steps.map((step) => step.kind).join(", ");
    const detail = `${kind}, master ${plan.master}: ${steps}`;
    const fact = { atMs: clock.now(), actor: by, group, jobId: job.id, what: "requested", detail } as const;
    if (!(await deps.store.saveJob(job))) throw new Error(`job id ${job.id} is taken`);
    await deps.audit.append(fact);
    const text = `${actorText(by)} asks to ${jobTexts[kind].wish(plan)} (job ${job.id})`;
    announcer.tell(group, { kind: "job", jobId: job.id, text, atMs: clock.now() });
    return job;
  };
}

/** Posts a job's message, into its incident's thread where there is one, and stores where it stands. Throws Slack's faults. */
export async function postJob(
  { conversation, store, announcer }: Pick<Deps, "conversation" | "store" | "announcer">,
  job: Job,
): Promise<Job> {
  const thread = announcer.incidentOf(groupId(job.plan.group))?.thread;
  const message = await conversation.postJob(job, thread);
  const outcome = await changeJob(store, job.id, (now) => ({ ...now, message }));
  return outcome?.job ?? job;
}
