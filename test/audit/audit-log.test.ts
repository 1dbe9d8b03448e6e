import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { linkEntry } from "../../src/audit/chain.ts";
import { checkDurability } from "../../src/audit/check-durability.ts";
import { createAuditLog } from "../../src/audit/create-audit-log.ts";
import { createSecrets } from "../../src/secrets.ts";
import { type BotRedis, connectBotRedis } from "../../src/store/connect-bot-redis.ts";
import { aFact, auditLogContract } from "../contracts/audit-log.ts";
import { createFakeAuditLog } from "../fakes/audit-log.ts";
import { createFakeLog } from "../fakes/log.ts";
import { type BotRedisProcess, startBotRedis } from "../sandbox/bot-redis.ts";

const clock = { now: Date.now, sleep: (ms: number) => sleep(ms) };
const { redact } = createSecrets(["p4ssw0rd"]);

auditLogContract("fake", async () => ({ audit: createFakeAuditLog(), close: async () => {} }));

auditLogContract("real Redis", async () => {
  const server = await startBotRedis();
  const botRedis = await connectBotRedis({ url: server.url, clock, log: createFakeLog() });
  const close = async () => {
    await botRedis.close();
    await server.close();
  };
  return { audit: createAuditLog({ botRedis, redact }), close };
});

describe("audit log on a real Redis", () => {
  const entriesKey = "redis-ha-bot:audit:entries";
  let server: BotRedisProcess;
  let botRedis: BotRedis;
  let raw: Redis;
  beforeAll(async () => {
    server = await startBotRedis();
    botRedis = await connectBotRedis({ url: server.url, clock, log: createFakeLog() });
    raw = new Redis(server.url);
    raw.on("error", () => {});
  });
  beforeEach(() => raw.flushall());
  afterAll(async () => {
    raw.disconnect();
    await botRedis.close();
    await server.close();
  });

  test("two replicas that append at once make one chain", async () => {
    const replicas = [createAuditLog({ botRedis, redact }), createAuditLog({ botRedis, redact })];
    await Promise.all(Array.from({ length: 40 }, (_, n) => replicas[n % 2]?.append(aFact({ detail: `${n}` }))));
    expect(await replicas[0]?.verifyChain()).toEqual({ kind: "intact", entries: 40 });
    expect(await createAuditLog({ botRedis, redact }).verifyChain()).toEqual({ kind: "intact", entries: 40 });
  });

  test("a chain of several pages is walked to its end", async () => {
    const audit = createAuditLog({ botRedis, redact });
    await Promise.all(Array.from({ length: 1203 }, (_, n) => audit.append(aFact({ jobId: `j${n % 3}` }))));
    expect(await audit.verifyChain()).toEqual({ kind: "intact", entries: 1203 });
    expect(await audit.list({ jobId: "j0", limit: 1000 })).toHaveLength(401);
    await raw.lset(entriesKey, 1100, (await raw.lindex(entriesKey, 1100))?.replace("requested", "approved") ?? "");
    expect(await audit.verifyChain()).toMatchObject({ kind: "broken", seq: 1101 });
  });

  test("no secret is stored", async () => {
    const audit = createAuditLog({ botRedis, redact });
    await audit.append(aFact({ what: "redis-command", detail: "SENTINEL SET mymaster auth-pass hunter22" }));
    await audit.append(aFact({ what: "redis-command", detail: "reply: p4ssw0rd and xoxb-1-2-abc" }));
    const stored = (await raw.lrange(entriesKey, 0, -1)).join();
    expect(stored).toContain("auth-pass ***");
    expect(stored).not.toMatch(/hunter22|p4ssw0rd|xoxb-1/);
  });

  test("entries that were cut off the end are missed by the process that wrote them", async () => {
    const audit = createAuditLog({ botRedis, redact });
    for (const detail of ["one", "two", "three"]) await audit.append(aFact({ detail }));
    await raw.rpop(entriesKey);
    expect(await audit.verifyChain()).toEqual({ kind: "broken", seq: 3, reason: "entries up to 3 were removed" });
  });

  test("a last entry that was written anew, with its right hash, is noticed by the process that wrote it", async () => {
    const audit = createAuditLog({ botRedis, redact });
    const one = await audit.append(aFact({ detail: "one" }));
    await audit.append(aFact({ detail: "two" }));
    await raw.lset(entriesKey, 1, JSON.stringify(linkEntry(one, aFact({ detail: "2" }))));
    expect(await audit.verifyChain()).toMatchObject({ kind: "broken", seq: 2 });
  });

  test("an entry that cannot be read is told of, and does not keep others from being written", async () => {
    const audit = createAuditLog({ botRedis, redact });
    await audit.append(aFact());
    await raw.lset(entriesKey, 0, "no JSON");
    expect(await audit.append(aFact())).toMatchObject({ seq: 2 });
    expect(await audit.verifyChain()).toEqual({ kind: "broken", seq: 1, reason: "the entry cannot be read" });
  });

  test("entries are there after a crash of the Redis", async () => {
    const audit = createAuditLog({ botRedis, redact });
    for (const detail of ["one", "two", "three"]) await audit.append(aFact({ detail }));
    await server.kill();
    await expect(audit.append(aFact())).rejects.toMatchObject({ code: "store-unreachable" });
    await server.restart();
    expect(await audit.verifyChain()).toEqual({ kind: "intact", entries: 3 });
    expect(await audit.append(aFact())).toMatchObject({ seq: 4 });
  });

  test("a Redis is durable with appendfsync always, weak without it, volatile without an append-only file", async () => {
    expect(await checkDurability(botRedis)).toEqual({ kind: "durable" });
    await raw.config("SET", "appendfsync", "everysec");
    expect(await checkDurability(botRedis)).toMatchObject({
      kind: "weak",
      warning: expect.stringContaining("appendfsync everysec"),
    });
    await raw.config("SET", "appendonly", "no");
    expect(await checkDurability(botRedis)).toMatchObject({
      kind: "volatile",
      refusal: expect.stringContaining("appendonly yes"),
    });
  });
});
