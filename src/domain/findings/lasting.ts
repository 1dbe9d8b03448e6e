import type { Diagnosis } from "../diagnosis.ts";
import type { Finding, FindingCode } from "./finding.ts";

/** Since when each finding has been seen at every reading. Milliseconds. */
export type FindingsSince = ReadonlyMap<FindingCode, number>;

/**
 * The findings that have lasted for as long as their entry asks (`showAfterMs`): shorter states are Sentinel's own
 * business. `info` never alerts.
 */
export function lastingFindings(
  since: FindingsSince,
  diagnosis: Diagnosis,
  atMs: number,
): { readonly since: FindingsSince; readonly due: readonly Finding[] } {
  const next = new Map(diagnosis.findings.map(({ code }) => [code, since.get(code) ?? atMs]));
  const due = diagnosis.findings.filter(
    ({ code, severity, showAfterMs }) => severity !== "info" && atMs - (next.get(code) ?? atMs) >= showAfterMs,
  );
  return { since: next, due };
}
