import type { Job } from "../domain/job.ts";
import type { Conversation, Log, Store } from "./ports.ts";

/**
 * Changes a stored job: reads it, applies the change, stores it under the next version, and begins again where another
 * writer was first. Undefined from `change` leaves the job as it is. Faults: `store-unreachable`.
 */
export async function changeJob(
  store: Pick<Store, "readJob" | "saveJob">,
  jobId: string,
  change: (job: Job) => Job | undefined,
): Promise<{ readonly job: Job; readonly changed: boolean } | undefined> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const job = await store.readJob(jobId);
    if (job === undefined) return undefined;
    const next = change(job);
    if (next === undefined) return { job, changed: false };
    const saved = { ...next, version: job.version + 1 };
    if (await store.saveJob(saved)) return { job: saved, changed: true };
  }
  throw new Error(`job ${jobId} was changed by others ${mostAttempts} times in a row`);
}

const mostAttempts = 20;

/** Shows the job's present state in its message, in the background: nobody waits for Slack. */
export function showJobState(deps: { readonly conversation: Conversation; readonly log: Log }, job: Job): void {
  const { message } = job;
  if (message === undefined) return;
  deps.conversation
    .editJob(message, job)
    .catch((error: unknown) => deps.log.warn({ err: error, jobId: job.id }, "job message not edited"));
}
