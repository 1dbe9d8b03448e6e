import { test } from "vitest";
import type { Incident } from "../../src/domain/incident.ts";
import type { IncidentFact } from "../../src/domain/incident-fact.ts";
import { fold } from "../../src/domain/incident-fold.ts";
import type { Job } from "../../src/domain/job.ts";
import { parseSentinelEvent } from "../../src/domain/sentinel-event.ts";
import { incidentMessage } from "../../src/slack/blocks/incident.ts";
import type { Message } from "../../src/slack/blocks/message.ts";
import { incident, job } from "./job-literals.ts";
import { finding, healthy, lost, nowMs } from "./literals.ts";

import { expectTranscript } from "./transcript.ts";

const at = (seconds: number) => nowMs + seconds * 1000;
const vera = { kind: "user", id: "U2", name: "vera" } as const;

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
