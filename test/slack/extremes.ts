import type { Finding } from "../../src/domain/findings/finding.ts";
import { incidentMessage } from "../../src/slack/blocks/incident.ts";
import { dryRunMessage } from "../../src/slack/blocks/job.ts";
import { auditMessage, helpMessage, jobsMessage, menuMessage, whoAmIMessage } from "../../src/slack/blocks/lists.ts";
import type { Message } from "../../src/slack/blocks/message.ts";
import {
  mistakeMessage,
  noPlanMessage,
  notAllowedMessage,
  whichGroupMessage,
} from "../../src/slack/blocks/refusals.ts";
import { fleetMessage, statusMessage } from "../../src/slack/blocks/status.ts";
import { auditEntry, incident, job, member, plan, stepsOfEachKind } from "./job-literals.ts";
import { finding, healthy, lost, nowMs, topologyOf } from "./literals.ts";

const wild = `<!channel> *bold* _it_ ~no~ \`code\` \`\`\` & <@U1> ${"w".repeat(40)} 🙂 `;
const long = wild.repeat(40).slice(0, 3000);
const longGroup = { context: "c".repeat(128), namespace: "n".repeat(63), masterName: "m".repeat(64) };
const many = (count: number, text = long) => Array.from({ length: count }, (_, i) => `${i} ${text}`);
const codes = ["F1", "F2", "F3", "F4", "F5", "F6", "F9", "U1", "U2"] as const;

export const findings = codes.map((code): Finding => finding({ code, title: long, meaning: long, proof: many(200) }));
const worst = { ...lost, findings, settling: many(60), notes: many(60) };
const sixty = { ...topologyOf(60), group: longGroup };
const members = Array.from({ length: 60 }, (_, i) => member(`${"p".repeat(60)}-${i}`, `10.0.0.${i}`));
export const hugePlan = plan({
  group: longGroup,
  master: "p".repeat(253),
  because: many(60),
  losses: many(60),
  notices: many(60),
  candidates: members.map(({ pod }) => ({ pod, facts: long, loses: long })),
  steps: stepsOfEachKind.map((step) =>
    step.kind === "prove-group"
      ? step
      : {
          ...step,
          ...("sentinels" in step && { sentinels: members }),
          ...("redises" in step && { redises: members }),
          ...("others" in step && { others: members }),
        },
  ),
});
export const hugeJob = job({
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
export const groups = Array.from({ length: 230 }, (_, i) => ({ ...longGroup, namespace: `${"n".repeat(58)}-${i}` }));
export const status = {
  kind: "group",
  topology: sixty,
  diagnosis: worst,
  degraded: [{ part: "store", text: long }],
} as const;
const empty = { ...sixty, redises: [], sentinels: [] };

export const extremes: Readonly<Record<string, Message>> = {
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
  "a huge plan": dryRunMessage({ kind: "dry-run", job: "recover", plan: hugePlan, needsSecondPerson: true }),
  "a plan without reasons": dryRunMessage({
    kind: "dry-run",
    job: "recover",
    plan: plan({ because: [], losses: [], candidates: [], details: [{ title: long, lines: many(200) }] }),
    needsSecondPerson: false,
  }),
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
  "a menu of 230 groups": menuMessage(groups, ["recover"]),
  "a menu of none": menuMessage([], []),
  "a mistake": mistakeMessage({ kind: "mistake", problem: long, nearest: "n".repeat(300), usage: "u".repeat(300) }),
  "a refusal": notAllowedMessage({ kind: "not-allowed", reason: long }),
  "which of 230": whichGroupMessage({ kind: "which-group", problem: long, nearest: longGroup, groups }, "recover"),
  "no plan": noPlanMessage({ kind: "refused", group: longGroup, reason: long, advice: long }),
  "nothing to recover": noPlanMessage({ kind: "healthy", group: longGroup, text: long }),
};
