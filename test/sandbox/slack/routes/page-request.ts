import { z } from "zod";
import type { PageRequest } from "../page-api.ts";

const container = z.union([
  z.object({ kind: z.literal("message"), channel: z.string(), ts: z.string() }),
  z.object({ kind: z.literal("view"), viewId: z.string() }),
]);
const userId = z.string();

const schema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("say"),
    userId,
    channel: z.string(),
    threadTs: z.string().exactOptional(),
    text: z.string(),
  }),
  z.object({
    kind: z.literal("act"),
    userId,
    container,
    blockId: z.string(),
    actionId: z.string(),
    type: z.string(),
    value: z.json(),
    state: z.json(),
  }),
  z.object({ kind: z.literal("submit"), userId, viewId: z.string(), state: z.json() }),
  z.object({ kind: z.literal("close"), userId, viewId: z.string() }),
  z.object({
    kind: z.literal("options"),
    userId,
    container,
    blockId: z.string(),
    actionId: z.string(),
    query: z.string(),
  }),
  z.object({ kind: z.literal("open-home"), userId }),
  z.object({ kind: z.literal("break"), userId, faultId: z.string() }),
]);

/** Undefined where the body is not what the page sends to this address. */
export function readPageRequest(kind: string, body: unknown): PageRequest | undefined {
  const fields = typeof body === "object" && body !== null ? body : {};
  const parsed = schema.safeParse({ ...fields, kind });
  return parsed.success ? parsed.data : undefined;
}
