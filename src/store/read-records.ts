import type { z } from "zod";
import type { Log } from "../flows/ports.ts";
import type { BotRedis } from "./connect-bot-redis.ts";
import { keys, type RecordKind } from "./keys.ts";

type Shelf<T> = { readonly kind: RecordKind; readonly schema: z.ZodType<T>; readonly log: Log };

/** One record; undefined where there is none or it does not parse, which is reported. Faults: `store-unreachable`. */
export async function readRecord<T>(botRedis: BotRedis, shelf: Shelf<T>, id: string): Promise<T | undefined> {
  const json = await botRedis.run((redis) => redis.hget(keys.record(shelf.kind, id), "json"));
  return json === null ? undefined : parse(json, shelf, id);
}

/** The newest records of an index, newest first; those that do not parse are reported and left out. */
export async function listRecords<T>(
  botRedis: BotRedis,
  shelf: Shelf<T>,
  { index, limit }: { readonly index: string; readonly limit: number },
): Promise<readonly T[]> {
  if (limit < 1) return [];
  const ids = await botRedis.run((redis) => redis.zrevrange(index, 0, limit - 1));
  const records = await Promise.all(ids.map((id) => readRecord(botRedis, shelf, id)));
  return records.filter((record) => record !== undefined);
}

function parse<T>(json: string, { kind, schema, log }: Shelf<T>, id: string): T | undefined {
  try {
    return schema.parse(JSON.parse(json));
  } catch (error) {
    log.error({ kind, id, err: error }, "stored record does not parse and is skipped");
    return undefined;
  }
}
