import type { JsonObject } from "../json.ts";
import type { Json } from "../page-api.ts";
export function messageProblems(_blocks: Json | undefined): readonly string[] {
  return [];
}
export function markdownLength(_blocks: readonly JsonObject[]): number {
  return 0;
}
