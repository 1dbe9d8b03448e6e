import { Fault } from "../../src/domain/fault.ts";
import type { JobQueue } from "../../src/flows/ports.ts";

export type FakeJobQueue = JobQueue & {
  /** Every id that was enqueued, once, in their order. */
  readonly enqueued: readonly string[];
  readonly setReachable: (reachable: boolean) => void;
};

/** The queue in memory: hands each id to `run` once, on the next turn. */
export function createFakeJobQueue(run: (jobId: string) => Promise<void> = async () => {}): FakeJobQueue {
  const enqueued: string[] = [];
  let reachable = true;
  return {
    enqueued,
    setReachable: (now) => {
      reachable = now;
    },
    enqueue: async (jobId) => {
      if (!reachable) throw new Fault("store-unreachable", "The job queue in the bot's own Redis does not answer.");
      if (enqueued.includes(jobId)) return;
      enqueued.push(jobId);
      setImmediate(() => run(jobId));
    },
  };
}
