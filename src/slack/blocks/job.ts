import type { KnownBlock } from "@slack/types";
import type { Actor } from "../../domain/actor.ts";
import { groupId } from "../../domain/group.ts";
import { isOver, type Job, type StepProgress } from "../../domain/job.ts";
import type { JobKind } from "../../domain/job-kind.ts";
import { jobTexts } from "../../domain/job-texts.ts";
import { describeStep } from "../../domain/plans/describe-step.ts";
import type { JobAnswer } from "../../flows/flows.ts";
import { actionIds, requestActions } from "./action-ids.ts";
import { actions, button, context, dayAndTime, header, monospaced, section } from "./elements.ts";
import { type Message, message } from "./message.ts";
import { planBlocks } from "./plan.ts";
import { jobWords, stepWords } from "./states.ts";
import { clipped, clippedMiddle, escaped, fitting } from "./text.ts";

/** A job's one message, edited in place from the plan to the verdict. */
export function jobMessage(job: Job): Message {
  const id = groupId(job.plan.group);
  return message({
    text: `Job ${job.id}, ${job.kind} ${id}: ${job.state}${job.result === undefined ? "" : `. ${job.result}`}`,
    head: [
      header(`${jobTexts[job.kind].title} ${clippedMiddle(id, 90)}: ${jobWords[job.state]}`),
      context(peopleText(job)),
      ...(job.result === undefined ? [] : [section(`*${clipped(escaped(job.result.replace(/\s+/g, " ")), 1500)}*`)]),
    ],
    body: [
      ...(job.state === "awaiting-approval" ? planBlocks(job.kind, job.plan) : progressBlocks(job)),
      ...beforeAndAfter(job),
    ],
    tail: jobButtons(job, id),
  });
}

/** A plan that was only asked for to be read. */
export function dryRunMessage({
  job: kind,
  plan,
  needsSecondPerson,
}: JobAnswer & { readonly kind: "dry-run" }): Message {
  const id = groupId(plan.group);
  const who = needsSecondPerson
    ? "This namespace is protected: another person would have to approve it."
    : "An operator could approve it.";
  return message({
    text: `A plan to ${kind} ${id}: master ${plan.master}, ${plan.steps.length} steps. Nothing was stored.`,
    head: [header(`${jobTexts[kind].title} ${clippedMiddle(id, 90)}: a plan, nothing stored`)],
    body: planBlocks(kind, plan),
    tail: [context(who), ...actions([requestButton("Ask for this", kind, id)])],
  });
}

function peopleText(job: Job): string {
  const asked = `job \`${job.id}\`, asked by ${mention(job.requestedBy)} ${dayAndTime(job.requestedAtMs)}`;
  if (job.decidedBy !== undefined && job.decidedAtMs !== undefined) {
    const verb = job.state === "rejected" ? "rejected" : "approved";
    return `${asked}, ${verb} by ${mention(job.decidedBy)} ${dayAndTime(job.decidedAtMs)}`;
  }
  if (job.state !== "awaiting-approval") return asked;
  const who = job.needsSecondPerson
    ? "an approver who is another person must say yes (protected namespace)"
    : "an operator must say yes";
  return `${asked}; ${who}, until ${dayAndTime(job.expiresAtMs)}`;
}

/** Of a step that nobody will take up any more. */
const notRun = ":white_circle: not run";

function progressBlocks(job: Job): KnownBlock[] {
  const { plan, progress } = job;
  const over = progress.filter(({ state }) => state === "done" || state === "skipped").length;
  const width = 12;
  const full = Math.min(width, Math.round((over / plan.steps.length) * width));
  const bar = `\`${"█".repeat(full)}${"░".repeat(width - full)}\` ${over} of ${plan.steps.length} steps done`;
  const lines = plan.steps.map((step, i) => {
    const now: StepProgress = progress[i] ?? { state: "waiting" };
    const text = clipped(escaped(describeStep(step, plan.group.namespace).text), 300);
    const note = now.note === undefined ? "" : `\n      _${clipped(escaped(now.note.replace(/\s+/g, " ")), 200)}_`;
    return `${isOver(job) && now.state === "waiting" ? notRun : stepWords[now.state]}: ${text}${took(now)}${note}`;
  });
  return [section(bar), section(fitting(lines, 2900).join("\n"))];
}

function took({ startedAtMs, endedAtMs }: StepProgress): string {
  return startedAtMs === undefined || endedAtMs === undefined
    ? ""
    : ` (${((endedAtMs - startedAtMs) / 1000).toFixed(1)} s)`;
}

function beforeAndAfter({ before, after }: Job): KnownBlock[] {
  if (after === undefined) return [];
  return [section("*Before*"), monospaced(before, 2200), section("*After*"), monospaced(after, 2200)];
}

function jobButtons(job: Job, id: string): KnownBlock[] {
  if (job.state === "awaiting-approval") return decisionButtons(job);
  const isToRepeat = ["outdated", "failed", "expired"].includes(job.state);
  const status = button({
    text: "Status",
    action: actionIds.status,
    value: id,
    label: `Status of ${clippedMiddle(id, 60)}`,
  });
  return actions([isToRepeat ? requestButton("New plan", job.kind, id) : undefined, isOver(job) ? status : undefined]);
}

function decisionButtons({ id, kind, plan }: Job): KnownBlock[] {
  const lost = plan.losses.length === 0 ? "The plan names no loss." : plan.losses.join(" ");
  return actions([
    button({
      text: "Approve and run",
      action: actionIds.approve,
      value: id,
      label: `Approve and run job ${id}`,
      style: "primary",
      confirm: { title: clippedMiddle(jobTexts[kind].question(plan), 95), text: lost, yes: "Run it" },
    }),
    button({ text: "Reject", action: actionIds.reject, value: id, label: `Reject job ${id}` }),
  ]);
}

function requestButton(text: string, kind: JobKind, id: string) {
  const label = `${text}: ${kind} ${clippedMiddle(id, 50)}`;
  return button({ text, action: requestActions[kind].ask, value: id, label, style: "primary" });
}

export function mention(actor: Actor): string {
  return actor.kind === "user" ? `<@${actor.id}>` : `the bot (${clipped(escaped(actor.rule), 100)})`;
}
