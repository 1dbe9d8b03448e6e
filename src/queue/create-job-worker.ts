import { type Job, UnrecoverableError, WaitingError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { z } from "zod";
import { Fault } from "../domain/fault.ts";
import type { Log } from "../flows/ports.ts";
import { within } from "./within.ts";

export const queueName = "jobs";
export const queuePrefix = "redis-ha-bot";

/**
 * Runs one job to its end. Resolves when nothing is left to do, whatever the outcome: a failed plan is an outcome.
 * Rejects with a `store-unreachable` fault to be called again in two seconds; any other rejection ends the job and is
 * logged as an error. `attempt` is 1 at the first start, more after a crash or such a fault. The signal aborts when
 * the process stops, or when another one has taken the job.
 */
export type RunQueuedJob = (jobId: string, attempt: number, signal: AbortSignal) => Promise<void>;

export type WorkerOptions = {
  readonly connection: Redis;
  readonly log: Log;
  readonly run: RunQueuedJob;
  readonly concurrency: number;
  readonly leaseMs: number;
};

export type JobWorker = {
  readonly ready: () => Promise<unknown>;
  readonly start: () => void;
  readonly stop: (deadlineMs: number) => Promise<void>;
};

const QueuedJob = z.object({ jobId: z.string() });
/** A job that was running at so many crashes of the bot is more likely their cause than their victim. */
const mostCrashes = 10;
const abortGraceMs = 2000;

export function createJobWorker({ connection, log, run, concurrency, leaseMs }: WorkerOptions): JobWorker {
  const running = new Map<string, Promise<void>>();
  let stopping = false;

  // No default for the signal: BullMQ counts the arguments to see whether one is wanted.
  async function take(job: Job, token: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    const { jobId } = QueuedJob.parse(job.data);
    // Redis may have been away for longer than the lease: the same job then comes back while it still runs here.
    await running.get(jobId);
    if (stopping) return handBack(job, token);
    const attempt = job.attemptsStarted;
    if (attempt > 1) log.warn({ jobId, attempt }, "job taken up again");
    const done = run(jobId, attempt, signal ?? new AbortController().signal);
    running.set(
      jobId,
      done.catch(() => undefined),
    );
    try {
      await done;
    } catch (error) {
      if (stopping) await handBack(job, token);
      throw asOutcome(error, jobId);
    } finally {
      running.delete(jobId);
    }
  }
  function asOutcome(error: unknown, jobId: string): unknown {
    if (error instanceof Fault && error.code === "store-unreachable") return error;
    log.error({ jobId, err: error }, "job ended with an error");
    return new UnrecoverableError(error instanceof Error ? error.message : String(error));
  }

  const worker = new Worker(queueName, take, {
    connection,
    prefix: queuePrefix,
    autorun: false,
    concurrency,
    lockDuration: leaseMs,
    stalledInterval: leaseMs / 4,
    maxStalledCount: mostCrashes,
    runRetryDelay: 500,
  });
  worker.on("error", (error) => log.debug({ err: error }, "worker connection error"));
  worker.on("stalled", (id) => log.warn({ queued: id }, "job was left by a process that died"));
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) worker.cancelJob(id, "another process has taken the job");
  });

  async function stop(deadlineMs: number): Promise<void> {
    stopping = true;
    await worker.pause(true);
    const idle = () => Promise.all(running.values()).then(() => "idle" as const);
    if ((await within(idle(), deadlineMs, "busy")) === "busy") {
      worker.cancelAllJobs("the bot stops");
      await within(idle(), abortGraceMs, "busy");
    }
    await within(worker.close(running.size > 0), 1000, undefined);
  }
  return {
    ready: () => worker.waitUntilReady(),
    start: () => {
      worker.run().catch((error: unknown) => log.error({ err: error }, "worker ended"));
    },
    stop,
  };
}

// Another process may begin at once. Where that fails, the lease ends and it begins then.
async function handBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}
