import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BotRedis, connectBotRedis } from "../../src/store/connect-bot-redis.ts";
import { createStore } from "../../src/store/create-store.ts";
import { keys, storePrefix } from "../../src/store/keys.ts";
import { ownRedisIdentity } from "../../src/store/own-redis-identity.ts";
import { aJob, anIncident } from "../contracts/records.ts";
import { storeContract } from "../contracts/store.ts";
import { eventually } from "../eventually.ts";
import { createFakeClock } from "../fakes/clock.ts";
import { createFakeLog } from "../fakes/log.ts";
import { createFakeStore } from "../fakes/store.ts";
import { type BotRedisProcess, startBotRedis } from "../sandbox/bot-redis.ts";
import { freePort } from "../sandbox/free-port.ts";

const clock = { now: Date.now, sleep: (ms: number) => sleep(ms) };

storeContract("fake", async () => {
  const fakeClock = createFakeClock();
  return { store: createFakeStore({ clock: fakeClock }), pass: fakeClock.advance, close: async () => {} };
});

storeContract("real Redis", async () => {
  const server = await startBotRedis();
  const log = createFakeLog();
  const botRedis = await connectBotRedis({ url: server.url, clock, log });
  const close = async () => {
    await botRedis.close();
    await server.close();
  };
  return { store: createStore({ botRedis, log }), pass: (ms) => sleep(ms), close };
});

describe("store on a real Redis", () => {
  let server: BotRedisProcess;
  let botRedis: BotRedis;
  let raw: Redis;
  const log = createFakeLog();
  beforeAll(async () => {
    server = await startBotRedis();
    botRedis = await connectBotRedis({ url: server.url, clock, log });
    raw = new Redis(server.url);
    raw.on("error", () => {});
  });
  afterAll(async () => {
    raw.disconnect();
    await botRedis.close();
    await server.close();
  });

  test("a record that does not parse is reported and skipped, and the rest is listed", async () => {
    const store = createStore({ botRedis, log });
    await store.saveJob(aJob({ id: "good0001" }));
    await store.saveJob(aJob({ id: "bad00001" }));
    await raw.hset(keys.record("job", "bad00001"), "json", '{"id":1}');
    expect(await store.readJob("bad00001")).toBeUndefined();
    expect((await store.listJobs({ limit: 10 })).map((job) => job.id)).toEqual(["good0001"]);
    expect(log.lines.find((line) => line.level === "error")).toMatchObject({ fields: { kind: "job", id: "bad00001" } });
  });

  test("an open incident that does not parse does not keep the next one from opening", async () => {
    const store = createStore({ botRedis, log });
    await store.saveIncident(anIncident({ id: "bad00002" }));
    await raw.hset(keys.record("incident", "bad00002"), "json", "no JSON");
    expect(await store.openIncident("shop/mymaster")).toBeUndefined();
    expect(await store.saveIncident(anIncident({ id: "next0001" }))).toBe(true);
  });

  test("everything is below one prefix", async () => {
    const store = createStore({ botRedis, log });
    const lock = await store.lock("shop", "bot-a");
    await store.claim("shop", 1000);
    expect((await raw.keys("*")).filter((key) => !key.startsWith(storePrefix))).toEqual([]);
    await lock?.release();
  });

  test("a held lock outlives its lease because it is renewed", async () => {
    const store = createStore({ botRedis, log, leaseMs: 200 });
    const lock = await store.lock("renewed", "bot-a");
    const heldAtMs = performance.now();
    await eventually("three leases have passed", () => performance.now() > heldAtMs + 600);
    expect(lock?.lost.aborted).toBe(false);
    expect(await store.lock("renewed", "bot-b")).toBeUndefined();
    await lock?.release();
    expect(await raw.exists(keys.lock("renewed"))).toBe(0);
  });

  test("a lock that somebody took away is reported as lost and not given back for the other one", async () => {
    const store = createStore({ botRedis, log, leaseMs: 200 });
    const lock = await store.lock("taken", "bot-a");
    await raw.set(keys.lock("taken"), "99 bot-b");
    await eventually("the loss is told", () => lock?.lost.aborted);
    await lock?.release();
    expect(await raw.get(keys.lock("taken"))).toBe("99 bot-b");
  });

  test("a frozen Redis loses the lock before its lease ends, and is a fault within about a second", async () => {
    const store = createStore({ botRedis, log, leaseMs: 1500 });
    const heldAtMs = performance.now();
    const lock = await store.lock("frozen", "bot-a");
    server.freeze();
    try {
      const askedAtMs = performance.now();
      await expect(store.readJob("good0001")).rejects.toMatchObject({ code: "store-unreachable" });
      expect(performance.now() - askedAtMs).toBeLessThan(1500);
      await eventually("the loss is told", () => lock?.lost.aborted);
      expect(performance.now() - heldAtMs).toBeLessThan(1500);
    } finally {
      server.thaw();
    }
  });

  test("a Redis that is away is a fault within a second, and it goes on by itself when it is back", async () => {
    const store = createStore({ botRedis, log });
    await eventually("it answers", () => store.readJob("good0001").catch(() => undefined));
    await server.kill();
    const askedAtMs = performance.now();
    await expect(store.readJob("good0001")).rejects.toMatchObject({ code: "store-unreachable" });
    expect(performance.now() - askedAtMs).toBeLessThan(1500);
    await eventually("it is known to be away", () => botRedis.downSinceMs());
    await server.restart();
    expect(await eventually("it is back", () => store.readJob("good0001").catch(() => undefined))).toMatchObject({
      id: "good0001",
    });
    expect(botRedis.downSinceMs()).toBeUndefined();
  });

  test("the bot's own Redis is known by its run id and address", async () => {
    const info = await raw.info("server");
    const identity = await ownRedisIdentity(botRedis);
    expect(info).toContain(`run_id:${identity.runId}`);
    expect(identity).toMatchObject({ hosts: ["127.0.0.1"], port: server.port });
  });

  test("a Redis that is not there at the start is one clear fault", async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const attempt = connectBotRedis({ url, clock, log, connectTimeoutMs: 300 });
    await expect(attempt).rejects.toThrow(/own Redis does not answer: .*ECONNREFUSED.*REDIS_URL/);
  });
});
