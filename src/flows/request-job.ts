import { type GroupRef, groupId } from "../domain/group.ts";
import type { Job } from "../domain/job.ts";
import { jobTexts } from "../domain/job-texts.ts";
import type { Plan } from "../domain/plans/plan.ts";
import { isProtected, type PolicyLists } from "../domain/policy.ts";
import { findGroup } from "./find-group.ts";
import type { JobAnswer, JobRequest, Person, RequestJob } from "./flows.ts";
import type { Gate } from "./gate.ts";
import type { JobKinds, Planned } from "./job-kinds.ts";
import { changeJob, showJobState } from "./job-record.ts";
import { createOpenJob, postJob } from "./open-job.ts";

type Deps = Parameters<typeof createOpenJob>[0] & {
  readonly gate: Gate;
  readonly policy: PolicyLists;
  readonly watched: readonly GroupRef[];
  readonly kinds: JobKinds;
};

const newest = 50;

/**
 * Reads, plans; stores the job, audits it and posts it for approval. The same plan asked for again is the same job;
 * another plan replaces one that waits. Faults: of the kind's planner, and `store-unreachable`.
 */
export function createRequestJob(deps: Deps): RequestJob {
  return async function requestJob(who, request) {
    const { kind, group: asked, dryRun } = request;
    const refused = await deps.gate.refusal(who, dryRun ? "look" : "request");
    if (refused !== undefined) {
      await noteRefusal(deps, who, asked, `${kind}: ${refused.reason}`);
      return refused;
    }
    const found = findGroup(deps.watched, asked, deps.kinds[kind].preferred());
    if (found.kind === "which-group") return found;
    const planned = await deps.kinds[kind].plan(found.group, request.options ?? {});
    return answer(deps, who, planned, request);
  };
}

async function answer(
  deps: Deps,
  who: Person,
  { planning, group, seen }: Planned,
  request: JobRequest,
): Promise<JobAnswer> {
  const { kind, dryRun, options } = request;
  switch (planning.kind) {
    case "healthy":
      return { kind: "healthy", group, text: jobTexts[kind].nothingToDo(groupId(group)) };
    case "refused":
      await noteRefusal(deps, who, group, `${kind}: ${planning.reason}`);
      return { ...planning, group };
    case "planned": {
      const { plan } = planning;
      const needsSecondPerson = isProtected(deps.policy, plan.group.namespace);
      if (dryRun) return { kind: "dry-run", job: kind, plan, needsSecondPerson };
      const present = await presentJob(deps, plan);
      if (present !== undefined) return present;
      const asked = { kind, plan, before: seen, ...(options !== undefined && { options }) };
      const job = await createOpenJob(deps)({ ...asked, by: { kind: "user", ...who } });
      return { kind: "requested", job: await postJob(deps, job), again: false };
    }
  }
}

/** The group's job that is under way, or that waits with this very plan. One that waits with another plan is ended. */
async function presentJob(deps: Deps, plan: Plan): Promise<JobAnswer | undefined> {
  const jobs = await deps.store.listJobs({ group: groupId(plan.group), limit: newest });
  const busy = jobs.find(({ state }) => state === "approved" || state === "running");
  if (busy !== undefined) {
    return {
      kind: "refused",
      group: plan.group,
      reason: `Job ${busy.id} is ${busy.state} for this group: one change at a time.`,
      advice: `Follow it with /redis job ${busy.id}, and ask again when it is over.`,
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

async function noteRefusal(
  { audit, clock }: Deps,
  who: Person,
  group: GroupRef | undefined,
  detail: string,
): Promise<void> {
  await audit.append({
    atMs: clock.now(),
    actor: { kind: "user", ...who },
    ...(group !== undefined && { group: groupId(group) }),
    what: "refused",
    detail,
  });
}
