import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JobQueue } from "../../src/flows/ports.ts";
import { eventually } from "../eventually.ts";

export type JobQueueUnderTest = { readonly queue: JobQueue; readonly close: () => Promise<void> };
export type RunJob = (jobId: string) => Promise<void>;

/** What every `JobQueue` must do. */
export function jobQueueContract(name: string, open: (run: RunJob) => Promise<JobQueueUnderTest>): void {
  describe(`job queue: ${name}`, () => {
    const ran: string[] = [];
    const waiting = new Map<string, () => void>();
    let under: JobQueueUnderTest;
    // A job whose id starts with "wait" runs until it is let go.
    const run: RunJob = async (jobId) => {
      ran.push(jobId);
      if (jobId.startsWith("wait")) await new Promise<void>((resolve) => waiting.set(jobId, resolve));
    };
    const times = (jobId: string) => ran.filter((id) => id === jobId).length;
    beforeAll(async () => {
      under = await open(run);
    });
    afterAll(() => under.close());

    test("a job that was enqueued is run", async () => {
      await under.queue.enqueue("job00001");
      await eventually("it runs", () => times("job00001") === 1);
    });

    test("a job that is enqueued twice is run once, also after its end", async () => {
      await Promise.all([under.queue.enqueue("job00002"), under.queue.enqueue("job00002")]);
      await eventually("it runs", () => times("job00002") === 1);
      await under.queue.enqueue("job00002");
      await under.queue.enqueue("last0002");
      await eventually("a later one runs", () => times("last0002") === 1);
      expect(times("job00002")).toBe(1);
    });

    test("a job does not wait for one that runs", async () => {
      await under.queue.enqueue("wait0003");
      await eventually("the first runs", () => waiting.has("wait0003"));
      await under.queue.enqueue("job00003");
      await eventually("the second runs", () => times("job00003") === 1);
      waiting.get("wait0003")?.();
    });

    test("an id of digits alone is an id as any other", async () => {
      await under.queue.enqueue("12345678");
      await eventually("it runs", () => times("12345678") === 1);
    });
  });
}
