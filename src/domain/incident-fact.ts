import type { Diagnosis } from "./diagnosis.ts";
import type { SentinelEvent } from "./sentinel-event.ts";

/** Something learned of a group: what a Sentinel published, what a reading showed, what a person or a job did. */
export type IncidentFact =
  | { readonly kind: "event"; readonly event: SentinelEvent; readonly sentinel: string; readonly atMs: number }
  | { readonly kind: "diagnosed"; readonly diagnosis: Diagnosis; readonly atMs: number }
  | { readonly kind: "acknowledged"; readonly by: string; readonly atMs: number }
  | { readonly kind: "job"; readonly jobId: string; readonly text: string; readonly atMs: number };
