import { mkdir, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Incident } from "../../src/domain/incident.ts";
import type { IncidentFact } from "../../src/domain/incident-fact.ts";
import { fold } from "../../src/domain/incident-fold.ts";
import type { Job, StepProgress } from "../../src/domain/job.ts";
import { parseSentinelEvent } from "../../src/domain/sentinel-event.ts";
import { incidentMessage } from "../../src/slack/blocks/incident.ts";
import { jobMessage } from "../../src/slack/blocks/job.ts";
import type { Message } from "../../src/slack/blocks/message.ts";
import { finding, healthy, incident, job, lost, nowMs, olga } from "./literals.ts";
import { readable } from "./readable.ts";

const at = (seconds: number) => nowMs + seconds * 1000;
const vera = { kind: "user", id: "U2", name: "vera" } as const;

/** Compares with test/transcripts; `UPDATE_TRANSCRIPTS=1` writes it anew. */
async function expectTranscript(
  name: string,
  scenes: readonly (readonly [title: string, message: Message | string])[],
) {
  const text = scenes
    .map(
      ([title, shown]) =>
        `=== ${title}\n${typeof shown === "string" ? shown : `${readable(shown)}\n(alone: ${shown.text})`}\n`,
    )
    .join("\n");
  const file = new URL(`../transcripts/${name}.txt`, import.meta.url);
  if (process.env["UPDATE_TRANSCRIPTS"] === "1") {
    await mkdir(new URL(".", file), { recursive: true });
    await writeFile(file, text);
  }
  expect(text).toBe(await readFile(file, "utf8"));
}

test("an incident's parent, from the first event to verified health", async () => {
  const asked = job();
  const done = job({
    state: "done",
    decidedBy: vera,
    decidedAtMs: at(20),
    result: "redis-1 is verified healthy as master.",
  });
  const event = (channel: string, payload: string, sentinel: string, seconds: number): IncidentFact => ({
    kind: "event",
    event: parseSentinelEvent(channel, payload),
    sentinel,
    atMs: at(seconds),
  });
  const degraded = {
    ...healthy,
    verdict: "degraded",
    master: "redis-1",
    findings: [
      finding({
        code: "U2",
        title: "A member does not answer",
        severity: "warn",
        remedy: { kind: "wait", reason: "Kubernetes is starting it." },
      }),
    ],
    budget: { sentinels: 1, redises: 1 },
  } as const;
  const facts: readonly (readonly [title: string, jobs: readonly Job[], ...facts: IncidentFact[]])[] = [
    ["a Sentinel speaks", [], event("+odown", "master mymaster 10.0.0.1 6379 #quorum 2/2", "redis-sentinel-0", 0)],
    [
      "another one says the same, and the group is read",
      [],
      event("+odown", "master mymaster 10.0.0.1 6379 #quorum 3/2", "redis-sentinel-1", 0.2),
      { kind: "diagnosed", diagnosis: lost, atMs: at(0.5) },
    ],
    ["somebody looks after it", [], { kind: "acknowledged", by: "olga", atMs: at(5) }],
    [
      "a job waits",
      [asked],
      {
        kind: "job",
        jobId: asked.id,
        text: "@olga asks to recover, with redis-1 as master (job k2m4n5p6)",
        atMs: at(9),
      },
    ],
    [
      "a member is still away",
      [{ ...asked, state: "running" }],
      { kind: "diagnosed", diagnosis: degraded, atMs: at(25) },
    ],
    [
      "all is well, so it seems",
      [done],
      { kind: "diagnosed", diagnosis: { ...healthy, master: "redis-1" }, atMs: at(30) },
    ],
    ["verified", [done], { kind: "diagnosed", diagnosis: { ...healthy, master: "redis-1" }, atMs: at(46) }],
  ];
  let now: Incident = incident();
  const scenes = facts.map(([title, jobs, ...learned]): [string, Message] => {
    now = learned.reduce((sum, fact) => fold(sum, fact, { holdMs: 15_000 }), now);
    return [title, incidentMessage({ incident: now, jobs })];
  });
  const history = now.timeline.map(
    ({ text, seenBy }) => `${text}${seenBy.length === 0 ? "" : ` (seen by ${seenBy.join(", ")})`}`,
  );
  await expectTranscript("incident", [...scenes, ["the record", history.join("\n")]]);
});

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
