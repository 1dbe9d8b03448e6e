import { Queue } from "bullmq";
import { Fault } from "../domain/fault.ts";
import type { JobQueue, Log } from "../flows/ports.ts";
import { createJobWorker, queueName, queuePrefix, type RunQueuedJob } from "./create-job-worker.ts";
import { queueConnections } from "./queue-connection.ts";
import { within } from "./within.ts";

export type JobQueueOptions = {
  /** The bot's own Redis. */
  readonly url: string;
  readonly log: Log;
  readonly run: RunQueuedJob;
  /** How many jobs, each of another group, run at the same time in this process. */
  readonly concurrency?: number;
  /** A job whose process died is taken up by another one after about this time and a half. */
  readonly leaseMs?: number;
};

export type RunningJobQueue = JobQueue & {
  /** Begins to take jobs. Faults: `store-unreachable` where the bot's Redis does not answer within 5 s. */
  readonly start: () => Promise<void>;
  /** Takes no more, waits for what runs; what still runs at the deadline is aborted and left to another process. */
  readonly stop: (deadlineMs?: number) => Promise<void>;
};

const startTimeoutMs = 5000;
const enqueueTimeoutMs = 1500;
/** Remembered after their end, so that a second `enqueue` of the same job stays without effect. */
const remembered = { count: 10_000 };
/** How often a job is taken up again when the bot's own Redis failed under it, every two seconds. */
const attempts = 100;

/** BullMQ behind the `JobQueue` port. Nothing is taken before `start`. */
export function createJobQueue({
  url,
  log,
  run,
  concurrency = 16,
  leaseMs = 10_000,
}: JobQueueOptions): RunningJobQueue {
  const onError = (error: Error) => log.debug({ err: error }, "queue connection error");
  const connections = queueConnections(url, onError);
  const queue = new Queue(queueName, { connection: connections.asking, prefix: queuePrefix });
  queue.on("error", onError);
  const worker = createJobWorker({ connection: connections.working, log, run, concurrency, leaseMs });

  async function enqueue(jobId: string): Promise<void> {
    // BullMQ takes no id that is a number.
    const options = { jobId: `job-${jobId}`, attempts, backoff: { type: "fixed", delay: 2000 } };
    const added = queue.add("run", { jobId }, { ...options, removeOnComplete: remembered, removeOnFail: remembered });
    await inTime(added, enqueueTimeoutMs);
  }
  async function start(): Promise<void> {
    await inTime(Promise.all([queue.waitUntilReady(), worker.ready()]), startTimeoutMs);
    worker.start();
  }
  async function stop(deadlineMs = 10_000): Promise<void> {
    await worker.stop(deadlineMs);
    await within(queue.close().catch(onError), 500, undefined);
    connections.close();
  }
  return { enqueue, start, stop };
}

async function inTime(done: Promise<unknown>, timeoutMs: number): Promise<void> {
  const outcome = await within(
    done.then(
      () => "done" as const,
      (cause: unknown) => ({ cause }),
    ),
    timeoutMs,
    { cause: new Error(`no answer within ${timeoutMs} ms`) },
  );
  if (outcome === "done") return;
  const { cause } = outcome;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new Fault("store-unreachable", `The job queue in the bot's own Redis does not answer: ${reason}`, { cause });
}
