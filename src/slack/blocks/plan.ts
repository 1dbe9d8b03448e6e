import type { KnownBlock } from "@slack/types";
import type { JobKind } from "../../domain/job-kind.ts";
import { jobTexts } from "../../domain/job-texts.ts";
import { describeStep } from "../../domain/plans/describe-step.ts";
import type { Candidate, Plan } from "../../domain/plans/plan.ts";
import { bullets, context, monospaced, section } from "./elements.ts";
import { isTooLong } from "./message.ts";
import { clipped, escaped } from "./text.ts";

/** Leaves room for what stands around a plan. */
const mostMarkdown = 9500;

/** What somebody approves: which master and why, what would be lost, and every step beside what a person would type. */
export function planBlocks(kind: JobKind, plan: Plan): KnownBlock[] {
  // No step is left out for its neighbours' length: rather all of them show fewer of their lines.
  const [first = [], ...shorter] = [2800, 900, 400, 150].map((most) => [
    ...reasons(kind, plan),
    ...details(plan, most),
    ...steps(plan, most),
  ]);
  return shorter.reduce((found, next) => (isTooLong(found, mostMarkdown) ? next : found), first);
}

function reasons(kind: JobKind, plan: Plan): KnownBlock[] {
  const { findings, because, losses, candidates, notices } = plan;
  const codes = findings.length === 0 ? "" : ` (${findings.join(", ")})`;
  const titled = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [section(`*${title}*\n${bullets(lines.map(escaped), 1200)}`)];
  return [
    section(
      `*${clipped(escaped(jobTexts[kind].headline(plan)), 300)}${codes}*\n${bullets(because.map(escaped), 1200)}`,
    ),
    ...titled("What would be lost", losses),
    ...(candidates.length < 2 ? [] : [context(bullets(candidates.map(candidateText), 1200))]),
    ...titled("To know", notices),
  ];
}

function details({ details: all = [] }: Plan, most: number): KnownBlock[] {
  return all.flatMap(({ title, lines }) => [section(`*${clipped(escaped(title), 200)}*`), monospaced(lines, most)]);
}

function candidateText({ pod, facts, loses, excludedBecause }: Candidate): string {
  const fate = excludedBecause === undefined ? `choosing it loses ${loses}` : `not chosen: ${excludedBecause}`;
  return escaped(`${pod}: ${facts}; ${fate}`);
}

function steps({ steps: all, group }: Plan, most: number): KnownBlock[] {
  return all.flatMap((step, i) => {
    const { text, commands } = describeStep(step, group.namespace);
    return [
      section(`*${i + 1}.* ${clipped(escaped(text), 700)}`),
      ...(commands.length === 0 ? [] : [monospaced(commands, most)]),
    ];
  });
}
