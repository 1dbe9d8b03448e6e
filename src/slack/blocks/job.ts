import type { KnownBlock } from "@slack/types";
import type { Actor } from "../../domain/actor.ts";
import { groupId } from "../../domain/group.ts";
import { isOver, type Job, type StepProgress } from "../../domain/job.ts";
import { describeStep } from "../../domain/plans/describe-step.ts";
import type { Candidate, Plan } from "../../domain/plans/plan.ts";
import { actionIds } from "./action-ids.ts";
import {
  actions,
  bullets,
  button,
  context,
  escaped,
  fitting,
  header,
  type Message,
  monospaced,
  section,
  time,
} from "./elements.ts";
import { jobWords, stepWords } from "./states.ts";

/** A job's one message, edited in place from the plan to the verdict. */
export function jobMessage(job: Job): Message {
  const id = groupId(job.plan.group);
  const head = `Recover ${id}: ${jobWords[job.state]}`;
  return {
    text: `Job ${job.id}, recover ${id}: ${job.state}${job.result === undefined ? "" : `. ${job.result}`}`,
    blocks: [
      header(head),
      context(peopleText(job)),
      ...(job.result === undefined ? [] : [section(`*${escaped(job.result)}*`)]),
      ...(job.state === "awaiting-approval" ? planBlocks(job.plan) : progressBlocks(job)),
      ...beforeAndAfter(job),
      ...jobButtons(job),
    ],
  };
}

/** A plan that was only asked for to be read. */
export function dryRunMessage(plan: Plan, needsSecondPerson: boolean): Message {
  const id = groupId(plan.group);
  return {
    text: `A plan to recover ${id}: master ${plan.master}, ${plan.steps.length} steps. Nothing was stored.`,
    blocks: [
      header(`Recover ${id}: a plan, nothing stored`),
      ...planBlocks(plan),
      context(
        needsSecondPerson
          ? "This namespace is protected: another person would have to approve it."
          : "An operator could approve it.",
      ),
      ...actions([button({ text: "Ask for this", action: actionIds.recover, value: id, style: "primary" })]),
    ],
  };
}

function peopleText(job: Job): string {
  const asked = `job \`${job.id}\`, asked by ${mention(job.requestedBy)} ${time(job.requestedAtMs)}`;
  if (job.decidedBy !== undefined && job.decidedAtMs !== undefined) {
    const verb = job.state === "rejected" ? "rejected" : "approved";
    return `${asked}, ${verb} by ${mention(job.decidedBy)} ${time(job.decidedAtMs)}`;
  }
  if (job.state !== "awaiting-approval") return asked;
  const who = job.needsSecondPerson
    ? "an approver who is another person must say yes (protected namespace)"
    : "an operator must say yes";
  return `${asked}; ${who}, until ${time(job.expiresAtMs)}`;
}

function planBlocks(plan: Plan): KnownBlock[] {
  const findings = plan.findings.length === 0 ? "" : ` (${plan.findings.join(", ")})`;
  return [
    section(`*${plan.master} becomes, or stays, master${findings}, because:*\n${bullets(plan.because.map(escaped))}`),
    section(`*What would be lost*\n${bullets(plan.losses.map(escaped))}`),
    ...(plan.candidates.length < 2 ? [] : [context(bullets(plan.candidates.map(candidateText)))]),
    ...(plan.notices.length === 0 ? [] : [section(`*To know*\n${bullets(plan.notices.map(escaped))}`)]),
    ...plan.steps.flatMap((step, i) => {
      const { text, commands } = describeStep(step, plan.group.namespace);
      return [section(`*${i + 1}.* ${escaped(text)}`), ...(commands.length === 0 ? [] : [monospaced(commands)])];
    }),
  ];
}

function candidateText({ pod, facts, loses, excludedBecause }: Candidate): string {
  const fate = excludedBecause === undefined ? `choosing it loses ${loses}` : `not chosen: ${excludedBecause}`;
  return escaped(`${pod}: ${facts}; ${fate}`);
}

function progressBlocks({ plan, progress }: Job): KnownBlock[] {
  const over = progress.filter(({ state }) => state === "done" || state === "skipped").length;
  const width = 12;
  const full = Math.round((over / plan.steps.length) * width);
  const bar = `\`${"█".repeat(full)}${"░".repeat(width - full)}\` ${over} of ${plan.steps.length} steps`;
  const lines = plan.steps.map((step, i) => {
    const now: StepProgress = progress[i] ?? { state: "waiting" };
    const { text } = describeStep(step, plan.group.namespace);
    return `${stepWords[now.state]}: ${escaped(text)}${took(now)}${now.note === undefined ? "" : `\n      _${escaped(now.note)}_`}`;
  });
  return [section(bar), section(fitting(lines, 2900).join("\n"))];
}

function took({ startedAtMs, endedAtMs }: StepProgress): string {
  return startedAtMs === undefined || endedAtMs === undefined
    ? ""
    : ` (${((endedAtMs - startedAtMs) / 1000).toFixed(1)} s)`;
}

function beforeAndAfter(job: Job): KnownBlock[] {
  if (job.after === undefined) return [];
  return [section("*Before*"), monospaced(job.before), section("*After*"), monospaced(job.after)];
}

function jobButtons(job: Job): KnownBlock[] {
  if (job.state === "awaiting-approval") {
    const lost = job.plan.losses.join(" ");
    return actions([
      button({
        text: "Approve and run",
        action: actionIds.approve,
        value: job.id,
        style: "primary",
        confirm: { title: `Make ${job.plan.master} master?`, text: lost, yes: "Run it" },
      }),
      button({ text: "Reject", action: actionIds.reject, value: job.id }),
    ]);
  }
  const isToRepeat = ["outdated", "failed", "expired"].includes(job.state);
  const again = button({
    text: "New plan",
    action: actionIds.recover,
    value: groupId(job.plan.group),
    style: "primary",
  });
  return actions([isToRepeat ? again : undefined, isOver(job) ? statusButton(job) : undefined]);
}

function statusButton({ plan }: Job) {
  return button({ text: "Status", action: actionIds.status, value: groupId(plan.group) });
}

export function mention(actor: Actor): string {
  return actor.kind === "user" ? `<@${actor.id}>` : `the bot (${escaped(actor.rule)})`;
}
