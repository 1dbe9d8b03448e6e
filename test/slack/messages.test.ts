import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jobMessage } from "../../src/slack/blocks/job.ts";
import { menuMessage } from "../../src/slack/blocks/lists.ts";
import type { Message } from "../../src/slack/blocks/message.ts";
import { mistakeMessage, notAllowedMessage } from "../../src/slack/blocks/refusals.ts";
import { statusMessage } from "../../src/slack/blocks/status.ts";
import type { Json } from "../sandbox/slack/page-api.ts";
import { markdownLength, messageProblems } from "../sandbox/slack/validate/message.ts";
import { extremes, findings, groups, hugeJob, hugePlan, status } from "./extremes.ts";
import { job } from "./job-literals.ts";
import { finding, lost, topologyOf } from "./literals.ts";
import { readable } from "./readable.ts";

/** What Slack would refuse of a message; empty where it takes it. */
function problems({ text, blocks }: Message): readonly string[] {
  const json: Json = JSON.parse(JSON.stringify(blocks));
  const length = markdownLength(json);
  return [
    ...messageProblems(json),
    ...(length > 13_200 ? [`${length} characters of Markdown`] : []),
    ...(text.length >= 4000 || text.trim() === "" ? [`a text of ${text.length} characters`] : []),
  ];
}

describe("Slack takes every message, however extreme", () => {
  test.each(Object.entries(extremes))("%s", (_, message) => {
    expect(problems(message)).toEqual([]);
  });

  test.each(["awaiting-approval", "approved", "running", "done", "failed", "outdated", "rejected", "expired"] as const)(
    "a huge job that is %s",
    (state) => {
      expect(problems(jobMessage({ ...hugeJob, state }))).toEqual([]);
      expect(problems(jobMessage(job({ state })))).toEqual([]);
    },
  );

  test("any words in a finding, a result, a problem", () => {
    const words = fc.string({ unit: "grapheme", maxLength: 3500 });
    const check = fc.property(words, fc.array(words, { maxLength: 20 }), (text, lines) => {
      const diagnosis = { ...lost, findings: [finding({ title: text, meaning: text, proof: lines })], notes: lines };
      expect(problems(statusMessage({ ...status, topology: topologyOf(), diagnosis }))).toEqual([]);
      expect(problems(jobMessage(job({ state: "failed", result: text, after: lines })))).toEqual([]);
      expect(problems(mistakeMessage({ kind: "mistake", problem: text, usage: "/redis help" }))).toEqual([]);
      expect(problems(notAllowedMessage({ kind: "not-allowed", reason: text }))).toEqual([]);
    });
    fc.assert(check, { numRuns: 60 });
  });
});

describe("what does not fit is counted", () => {
  test("proof lines", () => {
    expect(
      readable(
        statusMessage({ ...status, topology: topologyOf(), diagnosis: { ...lost, findings: findings.slice(0, 1) } }),
      ),
    ).toMatch(/… and \d+ more\)/);
  });

  test("parts of a message", () => {
    expect(
      readable(extremes["a status of sixty pods with nine findings of two hundred proofs"] ?? { blocks: [] }),
    ).toMatch(/… and \d+ more parts? that one message has no room for/);
  });

  test("groups of a select, jobs of an incident", () => {
    expect(readable(menuMessage(groups, []))).toContain("the first 100 of 230 groups");
    expect(readable(extremes["a huge incident"] ?? { blocks: [] })).toContain("and 35 earlier jobs");
  });

  test("a step of a plan is never left out, however huge the plan", () => {
    const text = readable(jobMessage(job({ plan: hugePlan })));
    for (const i of hugePlan.steps.keys()) expect(text).toContain(`*${i + 1}.* `);
    expect(text).toContain("[Approve and run");
  });
});

test("a header tells the state also behind the longest name", () => {
  expect(readable(jobMessage(job({ plan: hugePlan }))).split("\n")[0]).toContain("waits for approval");
  expect(readable(statusMessage(status)).split("\n")[0]).toContain("down");
});

test("words from outside make no mention, no link, nothing bold, in no message", () => {
  for (const message of [...Object.values(extremes), jobMessage(hugeJob)]) {
    // In a fixed-width block, and in a dialog, marks are no marks.
    const text = JSON.stringify(message, withoutDialogs).replace(/```.*?```/g, "");
    expect(text).not.toContain("<!channel");
    expect(text).not.toContain("*bold*");
  }
});

test("each button tells a screen reader what it is about", () => {
  const shown = JSON.stringify([extremes["a huge incident"], jobMessage(job()), statusMessage(status)]);
  const { length: buttons } = shown.match(/"type":"button"/g) ?? [];
  expect(shown.match(/"accessibility_label":"[^"]{3,75}"/g)).toHaveLength(buttons);
});

function withoutDialogs(key: string, value: unknown): unknown {
  return key === "confirm" ? undefined : value;
}
