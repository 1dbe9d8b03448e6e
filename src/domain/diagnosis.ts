import { z } from "zod";
import { Finding } from "./findings/finding.ts";

/**
 * What a topology means. `healthy` is only said when all three views agree: one master that answers, every wanted
 * replica linked to it, every wanted Sentinel naming it with exact lists. `down`: no master takes writes.
 */
export const Diagnosis = z.object({
  verdict: z.enum(["healthy", "degraded", "down"]),
  /** The pod that is master by its own word and the Sentinels' majority; absent where there is none. */
  master: z.string().optional(),
  findings: z.array(Finding).readonly(),
  /** How many more may be lost before a failover becomes impossible; negative: it is impossible now. */
  budget: z.object({ sentinels: z.number().int(), redises: z.number().int() }),
  /** Why the group is not healthy although nothing is found: what is still settling, such as lists being learned. */
  settling: z.array(z.string()).readonly(),
  /** True and harmless: such as a dead replica that the Sentinels still list. */
  notes: z.array(z.string()).readonly(),
});
export type Diagnosis = Readonly<z.infer<typeof Diagnosis>>;
