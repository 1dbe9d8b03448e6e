import { z } from "zod";

/** What a job is for: each kind has a planner (`flows/job-kinds.ts`) and its words (`job-texts.ts`). */
export const JobKind = z.enum(["recover"]);
export type JobKind = z.infer<typeof JobKind>;

/** What was asked for beside the group; kept, for the plan is made again when the job starts. */
export const JobOptions = z.object({});
export type JobOptions = Readonly<z.infer<typeof JobOptions>>;
