import { z } from "zod";
import { GroupRef } from "../group.ts";
import { DeployStep } from "./deploy-step.ts";
import { Rehearsal } from "./rehearsal.ts";

/** What would make a namespace hold a whole group, with what Kubernetes says of each object. */
export const DeployPlan = z.object({
  group: GroupRef.extend({ masterName: z.string() }),
  overlay: z.string(),
  redises: z.number().int(),
  sentinels: z.number().int(),
  /** What applying each object would do, in the order of the steps. */
  rehearsals: z.array(Rehearsal).readonly(),
  /** What is left as it is, restarts that a change brings, where the order departs from the runbook. */
  notices: z.array(z.string()).readonly(),
  steps: z.array(DeployStep).min(1).readonly(),
  /** Canonical text of everything the approval binds to. */
  fingerprint: z.string(),
});
export type DeployPlan = Readonly<z.infer<typeof DeployPlan>>;

/** What `/redis deploy` finds. */
export type Deployment =
  | { readonly kind: "nothing-to-do" }
  | { readonly kind: "refused"; readonly reason: string; readonly advice: string }
  | { readonly kind: "planned"; readonly plan: DeployPlan };
