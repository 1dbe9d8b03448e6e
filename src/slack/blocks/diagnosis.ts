import type { KnownBlock } from "@slack/types";
import type { Diagnosis } from "../../domain/diagnosis.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import { bullets, context, section } from "./elements.ts";
import { severityWords } from "./states.ts";
import { clipped, escaped } from "./text.ts";

/** What is wrong, what it means, and lines that a person can check. Nothing where nothing is wrong. */
export function findingBlocks({ findings, settling }: Diagnosis): KnownBlock[] {
  return [
    ...findings.flatMap(oneFinding),
    ...(settling.length === 0 ? [] : [section(`*Still settling*\n${bullets(settling.map(escaped), 1000)}`)]),
  ];
}

function oneFinding({ code, title, severity, meaning, proof, remedy }: Finding): KnownBlock[] {
  const head = `*${code} ${clipped(escaped(title), 200)}* (${severityWords[severity]})`;
  return [
    section(`${head}\n${clipped(escaped(meaning), 1200)}\n*What you can do:* ${adviceText(remedy)}`),
    ...(proof.length === 0 ? [] : [context(bullets(proof.map(escaped), 800))]),
  ];
}

function adviceText(remedy: Finding["remedy"]): string {
  switch (remedy.kind) {
    case "recover":
      return "press _Recover…_ for a plan.";
    case "wait":
      return `wait. ${clipped(escaped(remedy.reason), 500)}`;
    case "none":
      return clipped(escaped(remedy.reason), 500);
  }
}

export function hasRecovery({ findings }: Diagnosis): boolean {
  return findings.some(({ remedy }) => remedy.kind === "recover");
}

/** How many more may be lost before a failover is impossible. */
export function budgetText({ budget: { sentinels, redises } }: Diagnosis): string {
  const part = (count: number, one: string, many: string) =>
    count > 0 ? `${count} more ${count === 1 ? one : many}` : `no ${one} at all`;
  if (sentinels < 0 || redises < 1) return "A failover is *not possible* now: there is no redundancy left.";
  return `You can still lose ${part(sentinels, "Sentinel", "Sentinels")} and ${part(redises, "Redis", "Redises")}.`;
}
