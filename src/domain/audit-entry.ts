import { z } from "zod";
import { Actor } from "./actor.ts";

/** What happened, before it is chained. Secrets never get this far. */
export const AuditFact = z.object({
  atMs: z.number(),
  actor: Actor,
  /** `context:namespace/master-name`; absent for what concerns no group. */
  group: z.string().optional(),
  jobId: z.string().optional(),
  what: z.enum([
    "requested",
    "refused",
    "approved",
    "rejected",
    "expired",
    "started",
    "step-started",
    "redis-command",
    "kubernetes-call",
    "step-ended",
    "ended",
    "acknowledged",
    "labelled",
  ]),
  /** One line that stands alone: the command, the reply, the reason. */
  detail: z.string().max(2000),
});
export type AuditFact = Readonly<z.infer<typeof AuditFact>>;

/** One link of the chain: `hash` is the SHA-256, in hex, of `previous` and the canonical JSON of `seq` and `fact`. */
export const AuditEntry = z.object({
  seq: z.number().int().min(1),
  previous: z.string(),
  fact: AuditFact,
  hash: z.string(),
});
export type AuditEntry = Readonly<z.infer<typeof AuditEntry>>;

/** `previous` of the first entry. */
export const chainStart = "0".repeat(64);
