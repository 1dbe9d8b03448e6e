import { type JsonObject, textOf } from "../json.ts";

const usualLimit = 100;

/** One page of a list, and the cursor of the next in Slack's form (empty at the end). */
export function pageOf<T>(
  all: readonly T[],
  args: JsonObject,
): { readonly items: readonly T[]; readonly hasMore: boolean; readonly metadata: JsonObject } {
  const limit = Math.min(1_000, Math.max(1, Number(args["limit"] ?? usualLimit) || usualLimit));
  const start = Number(Buffer.from(textOf(args["cursor"]), "base64").toString().replace("next:", "")) || 0;
  const end = start + limit;
  const hasMore = end < all.length;
  const cursor = hasMore ? Buffer.from(`next:${end}`).toString("base64") : "";
  return { items: all.slice(start, end), hasMore, metadata: { next_cursor: cursor } };
}
