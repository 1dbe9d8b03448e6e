import { createJobQueue } from "../../src/queue/create-job-queue.ts";

// A bot of its own for the tests that kill one: says which job it runs, and never ends it.
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const queue = createJobQueue({
  url: process.argv[2] ?? "",
  log: quiet,
  leaseMs: 1000,
  run: (jobId) => {
    process.stdout.write(`${jobId}\n`);
    return new Promise(() => {});
  },
});
await queue.start();
