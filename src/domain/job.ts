import { z } from "zod";
import { Actor } from "./actor.ts";
import { JobKind, JobOptions } from "./job-kind.ts";
import { Plan } from "./plans/plan.ts";

/** A message or a thread in Slack. `ts` is Slack's own id of a message, a thread's parent included. */
export const MessageRef = z.object({ channel: z.string(), ts: z.string() });
export type MessageRef = Readonly<z.infer<typeof MessageRef>>;

export const StepProgress = z.object({
  state: z.enum(["waiting", "running", "done", "skipped", "failed"]),
  startedAtMs: z.number().optional(),
  endedAtMs: z.number().optional(),
  /** What was seen: the check's result, or why it failed. */
  note: z.string().optional(),
});
export type StepProgress = Readonly<z.infer<typeof StepProgress>>;

export const JobState = z.enum([
  "awaiting-approval",
  "approved",
  "running",
  "done",
  "failed",
  /** The group has changed since the plan was approved: nothing was touched, a new plan is offered. */
  "outdated",
  "rejected",
  "expired",
]);
export type JobState = z.infer<typeof JobState>;

/** A plan that somebody asked for, with its approval, its progress and its result. Stored, hence the schema. */
export const Job = z.object({
  id: z.string().regex(/^[a-z0-9]{8}$/),
  kind: JobKind,
  options: JobOptions.optional(),
  plan: Plan,
  requestedBy: Actor,
  requestedAtMs: z.number(),
  /** The approver must be another person than the requester. */
  needsSecondPerson: z.boolean(),
  expiresAtMs: z.number(),
  state: JobState,
  decidedBy: Actor.optional(),
  decidedAtMs: z.number().optional(),
  startedAtMs: z.number().optional(),
  endedAtMs: z.number().optional(),
  progress: z.array(StepProgress).readonly(),
  /** The group before and after, one line for each member. */
  before: z.array(z.string()).readonly(),
  after: z.array(z.string()).readonly().optional(),
  /** The verdict in one sentence: what is true now, and what is safe where it failed. */
  result: z.string().optional(),
  incidentId: z.string().optional(),
  message: MessageRef.optional(),
  /** Grows by one with each write: a writer that holds an older one has lost the race. */
  version: z.number().int(),
});
export type Job = Readonly<z.infer<typeof Job>>;

/** Whether nothing more will happen to the job by itself. */
export function isOver(job: Job): boolean {
  return ["done", "failed", "outdated", "rejected", "expired"].includes(job.state);
}
