import { type JsonObject, objectOf, objectsOf, textOf } from "../json.ts";
import type { Json } from "../page-api.ts";
import type { View } from "../state/view.ts";

/** What Slack's client finds before it submits: by block id, for required and too short or too long inputs. */
export function inputErrors(view: View): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const block of objectsOf(view.source["blocks"])) {
    if (block["type"] !== "input") continue;
    const error = errorOf(block, view.values);
    if (error !== undefined) errors[textOf(block["block_id"])] = error;
  }
  return errors;
}

function errorOf(block: JsonObject, values: JsonObject): string | undefined {
  const element = objectOf(block["element"]);
  const entry = objectOf(objectOf(values[textOf(block["block_id"])])[textOf(element["action_id"])]);
  const { type: _type, ...choice } = entry;
  if (Object.values(choice).every(isEmpty)) {
    return block["optional"] === true ? undefined : "Please complete this required field.";
  }
  const typed = textOf(entry["value"]);
  if (typed.length < Number(element["min_length"] ?? 0)) {
    return `This field needs at least ${Number(element["min_length"])} characters.`;
  }
  if (typed.length > Number(element["max_length"] ?? 3_000)) {
    return `This field takes at most ${Number(element["max_length"] ?? 3_000)} characters.`;
  }
  return undefined;
}

function isEmpty(value: Json): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
