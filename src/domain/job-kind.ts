import { z } from "zod";

/** What a job is for: each kind has a planner (`flows/job-kinds.ts`) and its words (`job-texts.ts`). */
export const JobKind = z.enum(["recover", "failover", "deploy"]);
export type JobKind = z.infer<typeof JobKind>;

/** What was asked for beside the group; kept, for the plan is made again when the job starts. */
export const JobOptions = z.object({
  /** The pod that is to become master. */
  to: z.string().optional(),
  /** How many Redis servers there are to be. */
  replicas: z.union([z.literal(1), z.literal(3)]).optional(),
});
export type JobOptions = Readonly<z.infer<typeof JobOptions>>;
