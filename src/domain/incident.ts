import { z } from "zod";
import { Diagnosis } from "./diagnosis.ts";
import { GroupRef } from "./group.ts";
import { MessageRef } from "./job.ts";

/** One line of an incident's history. Echoes of the same fact only add to `seenBy`. */
export const TimelineEntry = z.object({
  /** What is said, for the dedupe: three Sentinels that say the same are one fact. */
  key: z.string(),
  atMs: z.number(),
  text: z.string(),
  /** The Sentinels that said it, by pod name; empty for what the bot or a person did. */
  seenBy: z.array(z.string()).readonly(),
  /** Slack's message in the thread, once posted. */
  posted: z.boolean(),
});
export type TimelineEntry = Readonly<z.infer<typeof TimelineEntry>>;

/** Everything that happens to one group from the first sign of trouble to the verified end. Stored. */
export const Incident = z.object({
  id: z.string().regex(/^[a-z0-9]{8}$/),
  group: GroupRef.extend({ masterName: z.string() }),
  openedAtMs: z.number(),
  /** Ends only when health was verified by all three views, never because an event says so. */
  state: z.enum(["open", "verifying", "ended"]),
  /** Since when the group has been healthy without a break; the incident ends after the hold. */
  healthySinceMs: z.number().optional(),
  endedAtMs: z.number().optional(),
  diagnosis: Diagnosis.optional(),
  timeline: z.array(TimelineEntry).readonly(),
  acknowledgedBy: z.string().optional(),
  acknowledgedAtMs: z.number().optional(),
  jobIds: z.array(z.string()).readonly(),
  thread: MessageRef.optional(),
  /** The first writable moment's bounds as far as seen: when trouble began, when a master took writes again. */
  version: z.number().int(),
});
export type Incident = Readonly<z.infer<typeof Incident>>;
