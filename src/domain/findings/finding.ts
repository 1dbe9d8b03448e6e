import { z } from "zod";
import type { Topology } from "../topology.ts";

/** The codes of `failure-modes.md` that have an entry, and two for states that lead to them. */
export const FindingCode = z.enum(["F1", "F2", "F3", "F4", "F5", "F6", "F9", "U1", "U2"]);
export type FindingCode = z.infer<typeof FindingCode>;

/** page: writes fail or soon will; warn: redundancy is lost; info: worth knowing. */
export const Severity = z.enum(["page", "warn", "info"]);
export type Severity = z.infer<typeof Severity>;

/** What the bot offers: a plan, patience (somebody else is about to act), or nothing, with the reason. */
const Remedy = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recover") }),
  z.object({ kind: z.literal("wait"), reason: z.string() }),
  z.object({ kind: z.literal("none"), reason: z.string() }),
]);

/** One named fault in a topology, ready to be shown. */
export const Finding = z.object({
  code: FindingCode,
  title: z.string(),
  severity: Severity,
  /** The pods it is about. */
  pods: z.array(z.string()).readonly(),
  /** What it means, one or two sentences with names and numbers. */
  meaning: z.string(),
  /** Lines that a person can check, each a fact as some process or Kubernetes said it. */
  proof: z.array(z.string()).readonly(),
  remedy: Remedy,
  /** How long it must last before it raises an alert: shorter states are Sentinel's own business. */
  showAfterMs: z.number().int(),
});
export type Finding = Readonly<z.infer<typeof Finding>>;

/** What a detector saw; the catalogue adds code, title and severity. */
export type Evidence = Pick<Finding, "pods" | "meaning" | "proof" | "remedy">;

/** One entry of the catalogue. */
export type CatalogueEntry = {
  readonly code: FindingCode;
  readonly title: string;
  readonly severity: Severity;
  readonly showAfterMs: number;
  /** Causes: where one of them is found, this one is its symptom and stays silent. */
  readonly silencedBy: readonly FindingCode[];
  /** Undefined where the topology does not show it. Pure; looks at nothing but the topology. */
  readonly detect: (topology: Topology) => Evidence | undefined;
};
