import type { KnownBlock } from "@slack/types";
import type { Diagnosis } from "../../domain/diagnosis.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import { bullets, context, escaped, section } from "./elements.ts";

/** What is wrong, what it means, and lines that a person can check. Nothing where nothing is wrong. */
export function findingBlocks({ findings, settling }: Diagnosis): KnownBlock[] {
  return [
    ...findings.flatMap(oneFinding),
    ...(settling.length === 0 ? [] : [section(`*Still settling*\n${bullets(settling.map(escaped))}`)]),
  ];
}

function oneFinding({ code, title, severity, meaning, proof, remedy }: Finding): KnownBlock[] {
  const word = { page: ":red_circle: page", warn: ":large_yellow_circle: warning", info: ":information_source: info" }[
    severity
  ];
  const advice = {
    recover: "*What you can do:* press _Recover…_ for a plan.",
    wait: `*What you can do:* wait. ${"reason" in remedy ? escaped(remedy.reason) : ""}`,
    none: `*What you can do:* ${"reason" in remedy ? escaped(remedy.reason) : ""}`,
  }[remedy.kind];
  return [
    section(`*${code} ${escaped(title)}* (${word})\n${escaped(meaning)}\n${advice}`),
    ...(proof.length === 0 ? [] : [context(bullets(proof.map(escaped)))]),
  ];
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
