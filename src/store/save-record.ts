import { type GroupRef, groupId } from "../domain/group.ts";
import type { BotRedis } from "./connect-bot-redis.ts";
import { keys, limits, type RecordKind } from "./keys.ts";

export type StoredRecord = {
  readonly kind: RecordKind;
  readonly id: string;
  readonly group: GroupRef;
  readonly version: number;
  /** What it is listed by. */
  readonly atMs: number;
  readonly json: string;
  /** Whether it takes the group's only place for an open incident, or gives it back. */
  readonly place: "take" | "give-back" | "none";
};

// KEYS: record, index, group's index, namespace's index, the group's open incident
// ARGV: version, JSON, id, time, place, records to keep, records of a group to keep, key of a record without its id
const compareAndSet = `
local stored = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if stored ~= tonumber(ARGV[1]) - 1 then return 0 end
local open = redis.call('GET', KEYS[5])
if ARGV[5] == 'take' then
  if open and open ~= ARGV[3] then return 0 end
  redis.call('SET', KEYS[5], ARGV[3])
elseif ARGV[5] == 'give-back' and open == ARGV[3] then
  redis.call('DEL', KEYS[5])
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'json', ARGV[2])
for i = 2, 4 do redis.call('ZADD', KEYS[i], ARGV[4], ARGV[3]) end
for i = 3, 4 do redis.call('ZREMRANGEBYRANK', KEYS[i], 0, -(tonumber(ARGV[7]) + 1)) end
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -(tonumber(ARGV[6]) + 1))) do
  redis.call('DEL', ARGV[8] .. id)
  redis.call('ZREM', KEYS[2], id)
end
return 1`;

/**
 * Stores the record with its indexes in one atomic step; false where the stored version is not the one before it, or
 * where another incident has the group's place. Faults: `store-unreachable`.
 */
export async function saveRecord(botRedis: BotRedis, record: StoredRecord): Promise<boolean> {
  const { kind, id, group } = record;
  const { masterName: _, ...namespace } = group;
  const names = [
    keys.record(kind, id),
    keys.index(kind),
    keys.groupIndex(kind, groupId(group)),
    keys.groupIndex(kind, groupId(namespace)),
    keys.openIncident(groupId(group)),
  ];
  const kept = [limits.records, limits.recordsOfAGroup];
  const values = [record.version, record.json, id, record.atMs, record.place, ...kept, keys.record(kind, "")];
  return (await botRedis.run((redis) => redis.eval(compareAndSet, names.length, ...names, ...values))) === 1;
}
