import { test } from "vitest";
import type { Job, StepProgress } from "../../src/domain/job.ts";
import { jobMessage } from "../../src/slack/blocks/job.ts";
import type { Message } from "../../src/slack/blocks/message.ts";
import { job } from "./job-literals.ts";
import { nowMs, olga } from "./literals.ts";

import { expectTranscript } from "./transcript.ts";

const at = (seconds: number) => nowMs + seconds * 1000;
const vera = { kind: "user", id: "U2", name: "vera" } as const;

test("a job, from the request to the verdict, and each other end", async () => {
  const asked = job({ needsSecondPerson: true });
  const approved = { ...asked, state: "approved", decidedBy: vera, decidedAtMs: at(20) } as const;
  const step = (state: StepProgress["state"], from?: number, to?: number, note?: string): StepProgress => ({
    state,
    ...(from !== undefined && { startedAtMs: at(from) }),
    ...(to !== undefined && { endedAtMs: at(to) }),
    ...(note !== undefined && { note }),
  });
  const before = [
    "redis-0 10.0.0.11: replica of 10.0.0.1:6379, link down, 0 keys, offset 0",
    "redis-sentinel-0 10.0.1.11: refuses connections: nothing listens there",
  ];
  const after = [
    "redis-1 10.0.0.12: master, 12 keys, offset 4300",
    "redis-sentinel-0 10.0.1.11: names 10.0.0.12:6379 (master), 2 replicas, 2 other Sentinels",
  ];
  const half = [step("done", 21, 21.4, "role:master"), step("running", 21.4), step("waiting"), step("waiting")];
  const all = [
    step("done", 21, 21.4),
    step("skipped", 21.4, 21.5, "follows it already"),
    step("done", 21.5, 24),
    step("done", 24, 25.1),
  ];
  const broken = [
    step("done", 21, 21.4),
    step("failed", 21.4, 31.4, "redis-2 did not come into sync within 10 s"),
    step("waiting"),
    step("waiting"),
  ];
  const state = (change: Partial<Job>): Message => jobMessage({ ...approved, before, ...change });
  await expectTranscript("job", [
    ["asked for, protected", jobMessage({ ...asked, before })],
    ["approved", state({})],
    ["running", state({ state: "running", progress: half })],
    [
      "done",
      state({ state: "done", progress: all, after, result: "redis-1 is verified healthy as master of 2 replicas." }),
    ],
    [
      "failed",
      state({
        state: "failed",
        progress: broken,
        after,
        result: "Stopped at step 2 of 4. redis-1 is master; nothing after that was touched.",
      }),
    ],
    [
      "outdated",
      state({ state: "outdated", result: "The group has changed since it was approved; nothing was touched." }),
    ],
    ["rejected", jobMessage({ ...approved, state: "rejected", result: "Rejected by @vera; nothing was touched." })],
    [
      "expired",
      jobMessage({
        ...asked,
        requestedBy: { kind: "user", ...olga },
        state: "expired",
        result: "Nobody approved it in time; nothing was touched.",
      }),
    ],
  ]);
});
