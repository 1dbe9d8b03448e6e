import type { IncomingMessage } from "node:http";
import { isObject, type JsonObject, parseJson } from "../json.ts";
import type { Json } from "../page-api.ts";

const structured = new Set(["blocks", "attachments", "view", "metadata", "users_info"]);

/** A call's arguments: JSON bodies as they are, forms and queries with their JSON-valued fields parsed. */
export function readArguments(request: IncomingMessage, body: string): JsonObject {
  const query = formFields(new URL(request.url ?? "/", "http://sandbox").searchParams);
  if ((request.headers["content-type"] ?? "").startsWith("application/json")) {
    const parsed = parseJson(body);
    return { ...query, ...(isObject(parsed) ? parsed : {}) };
  }
  return { ...query, ...formFields(new URLSearchParams(body)) };
}

function formFields(form: URLSearchParams): JsonObject {
  return Object.fromEntries([...form].map(([key, value]): [string, Json] => [key, formValue(key, value)]));
}

// A structured field that is not JSON stays text, and the method refuses it.
function formValue(key: string, value: string): Json {
  if (structured.has(key)) return parseJson(value) ?? value;
  if (value === "true") return true;
  return value === "false" ? false : value;
}
