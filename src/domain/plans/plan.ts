import { z } from "zod";
import { FindingCode } from "../findings/finding.ts";
import { GroupRef } from "../group.ts";
import { Step } from "./step.ts";

/** A Redis that could become master, with what choosing it would lose. The first of a list is the choice. */
export const Candidate = z.object({
  pod: z.string(),
  /** Its position: keys, offset, lineage, in words and numbers. */
  facts: z.string(),
  /** What is lost if it becomes master, in words and numbers; "nothing" where nothing is. */
  loses: z.string(),
  /** Absent for those that may be chosen. */
  excludedBecause: z.string().optional(),
});
export type Candidate = Readonly<z.infer<typeof Candidate>>;

/** The ordered steps of a job, with what a person must know before saying yes. */
export const Plan = z.object({
  group: GroupRef.extend({ masterName: z.string() }),
  findings: z.array(FindingCode).readonly(),
  /** The pod that is master at the end. */
  master: z.string(),
  /** Why this Redis, a line for each reason. */
  because: z.array(z.string()).readonly(),
  candidates: z.array(Candidate).readonly(),
  losses: z.array(z.string()).readonly(),
  /** What was decided without some member's answer, and other things to know. */
  notices: z.array(z.string()).readonly(),
  /** Anything else that a person must see before saying yes, a titled list each: such as the changes of each object. */
  details: z
    .array(z.object({ title: z.string(), lines: z.array(z.string()).readonly() }))
    .readonly()
    .optional(),
  steps: z.array(Step).min(1).readonly(),
  /** Canonical text of everything the approval binds to; equal plans from an unchanged group have equal ones. */
  fingerprint: z.string(),
});
export type Plan = Readonly<z.infer<typeof Plan>>;

/** What a planner finds. `healthy`: what was asked for is there already. */
export type Planning =
  | { readonly kind: "healthy" }
  | { readonly kind: "refused"; readonly reason: string; readonly advice: string }
  | { readonly kind: "planned"; readonly plan: Plan };
