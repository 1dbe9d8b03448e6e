import type { Json } from "./page-api.ts";

export type JsonObject = { readonly [key: string]: Json };

/** Undefined where the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object, or an empty one. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The array, or an empty one. */
function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}

/** The string, or an empty one. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function textOrUndefined(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Drops the keys whose value is undefined: what JSON.stringify would do, but typed. */
export function compact(fields: { readonly [key: string]: Json | undefined }): JsonObject {
  const kept: [string, Json][] = [];
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept.push([key, value]);
  return Object.fromEntries(kept);
}
