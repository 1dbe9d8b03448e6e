import type { JsonObject } from "../json.ts";
export function viewProblems(_view: JsonObject): readonly string[] {
  return [];
}
