import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/domain/findings/finding.ts";
import { incidentMessage } from "../../src/slack/blocks/incident.ts";
import { dryRunMessage, jobMessage } from "../../src/slack/blocks/job.ts";
import { auditMessage, helpMessage, jobsMessage, menuMessage, whoAmIMessage } from "../../src/slack/blocks/lists.ts";
import type { Message } from "../../src/slack/blocks/message.ts";
import {
  mistakeMessage,
  noPlanMessage,
  notAllowedMessage,
  whichGroupMessage,
} from "../../src/slack/blocks/refusals.ts";
import { fleetMessage, statusMessage } from "../../src/slack/blocks/status.ts";
import type { Json } from "../sandbox/slack/page-api.ts";
import { markdownLength, messageProblems } from "../sandbox/slack/validate/message.ts";
import {
  auditEntry,
  finding,
  healthy,
  incident,
  job,
  lost,
  member,
  nowMs,
  plan,
  stepsOfEachKind,
  topologyOf,
} from "./literals.ts";
import { readable } from "./readable.ts";

const wild = `<!channel> *bold* _it_ ~no~ \`code\` \`\`\` & <@U1> ${"w".repeat(40)} 🙂 `;
const long = wild.repeat(40).slice(0, 3000);
const longGroup = { context: "c".repeat(128), namespace: "n".repeat(63), masterName: "m".repeat(64) };
const many = (count: number, text = long) => Array.from({ length: count }, (_, i) => `${i} ${text}`);
const codes = ["F1", "F2", "F3", "F4", "F5", "F6", "F9", "U1", "U2"] as const;

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

const findings = codes.map((code): Finding => finding({ code, title: long, meaning: long, proof: many(200) }));
const worst = { ...lost, findings, settling: many(60), notes: many(60) };
const sixty = { ...topologyOf(60), group: longGroup };
const members = Array.from({ length: 60 }, (_, i) => member(`${"p".repeat(60)}-${i}`, `10.0.0.${i}`));
const hugePlan = plan({
  group: longGroup,
  master: "p".repeat(253),
  because: many(60),
  losses: many(60),
  notices: many(60),
  candidates: members.map(({ pod }) => ({ pod, facts: long, loses: long })),
  steps: stepsOfEachKind.map((step) => ({
    ...step,
    ...("sentinels" in step && { sentinels: members }),
    ...("redises" in step && { redises: members }),
    ...("others" in step && { others: members }),
  })),
});
const hugeJob = job({
  plan: hugePlan,
  result: long,
  before: many(120),
  after: many(120),
  progress: hugePlan.steps.map(() => ({ state: "failed", note: long, startedAtMs: 0, endedAtMs: 1 })),
});
const hugeIncident = incident({
  group: longGroup,
  diagnosis: worst,
  acknowledgedBy: long,
  acknowledgedAtMs: nowMs,
  timeline: many(200).map((text) => ({ key: text, text, atMs: nowMs, seenBy: many(60), posted: false })),
});
const groups = Array.from({ length: 230 }, (_, i) => ({ ...longGroup, namespace: `${"n".repeat(58)}-${i}` }));
const status = { kind: "group", topology: sixty, diagnosis: worst, degraded: [{ part: "store", text: long }] } as const;
const empty = { ...sixty, redises: [], sentinels: [] };

const extremes: Readonly<Record<string, Message>> = {
  "a status of sixty pods with nine findings of two hundred proofs": statusMessage(status),
  "a shared one": statusMessage(status, { by: "U1" }),
  "a status of no pods": statusMessage({
    ...status,
    topology: empty,
    diagnosis: { ...healthy, findings: [] },
    degraded: [],
  }),
  "a fleet of 230 groups": fleetMessage({
    kind: "fleet",
    groups: groups.map((group, i) =>
      i % 2 === 0 ? { kind: "read", group, diagnosis: worst } : { kind: "unread", group, reason: long },
    ),
    degraded: [],
  }),
  "a fleet of none": fleetMessage({ kind: "fleet", groups: [], degraded: [] }),
  "a huge plan": dryRunMessage(hugePlan, true),
  "a plan without reasons": dryRunMessage(plan({ because: [], losses: [], candidates: [] }), false),
  "a huge incident": incidentMessage({ incident: hugeIncident, jobs: Array.from({ length: 40 }, () => hugeJob) }),
  "an incident before its first reading": incidentMessage({ incident: { ...incident(), timeline: [] }, jobs: [] }),
  "a huge one of events alone": incidentMessage({ incident: incident({ timeline: hugeIncident.timeline }), jobs: [] }),
  "a list of 200 jobs": jobsMessage(
    Array.from({ length: 200 }, () => hugeJob),
    longGroup,
  ),
  "a list of no jobs": jobsMessage([], longGroup),
  "an audit of 200 entries": auditMessage(
    Array.from({ length: 200 }, (_, i) => auditEntry(i + 1, long.slice(0, 2000))),
  ),
  "an audit of none": auditMessage([]),
  "a person on no list": whoAmIMessage({ role: "none", because: long, verbs: [], protectedNamespaces: many(200) }),
  "help for nobody": helpMessage([], undefined),
  "a menu of 230 groups": menuMessage(groups),
  "a menu of none": menuMessage([]),
  "a mistake": mistakeMessage({ kind: "mistake", problem: long, nearest: "n".repeat(300), usage: "u".repeat(300) }),
  "a refusal": notAllowedMessage({ kind: "not-allowed", reason: long }),
  "which of 230": whichGroupMessage({ kind: "which-group", problem: long, nearest: longGroup, groups }, "recover"),
  "no plan": noPlanMessage({ kind: "refused", group: longGroup, reason: long, advice: long, diagnosis: worst }),
  "nothing to recover": noPlanMessage({ kind: "healthy", topology: sixty, diagnosis: healthy }),
};

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
    ).toMatch(/… and \d+ more parts that one message has no room for/);
  });

  test("groups of a select, jobs of an incident", () => {
    expect(readable(menuMessage(groups))).toContain("the first 100 of 230 groups");
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
    // In a fixed-width block marks are no marks.
    const text = JSON.stringify(message).replace(/```.*?```/g, "");
    expect(text).not.toContain("<!channel>");
    expect(text).not.toContain("*bold*");
  }
});

test("each button tells a screen reader what it is about", () => {
  const shown = JSON.stringify([extremes["a huge incident"], jobMessage(job()), statusMessage(status)]);
  const { length: buttons } = shown.match(/"type":"button"/g) ?? [];
  expect(shown.match(/"accessibility_label":"[^"]{3,75}"/g)).toHaveLength(buttons);
});
