import { spawn } from "node:child_process";
import { once } from "node:events";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Fault } from "../../src/domain/fault.ts";
import { createJobQueue, type RunningJobQueue } from "../../src/queue/create-job-queue.ts";
import type { RunQueuedJob } from "../../src/queue/create-job-worker.ts";
import { jobQueueContract } from "../contracts/job-queue.ts";
import { eventually } from "../eventually.ts";
import { createFakeJobQueue } from "../fakes/job-queue.ts";
import { createFakeLog } from "../fakes/log.ts";
import { type BotRedisProcess, startBotRedis } from "../sandbox/bot-redis.ts";
import { freePort } from "../sandbox/free-port.ts";

jobQueueContract("fake", async (run) => ({ queue: createFakeJobQueue(run), close: async () => {} }));

jobQueueContract("BullMQ", async (run) => {
  const server = await startBotRedis();
  const queue = createJobQueue({ url: server.url, log: createFakeLog(), run });
  await queue.start();
  const close = async () => {
    await queue.stop();
    await server.close();
  };
  return { queue, close };
});

describe("BullMQ behind the port", () => {
  let server: BotRedisProcess;
  let raw: Redis;
  const open: RunningJobQueue[] = [];
  const log = createFakeLog();
  function queueThat(run: RunQueuedJob, change: { concurrency?: number } = {}): RunningJobQueue {
    const queue = createJobQueue({ url: server.url, log, run, leaseMs: 1000, ...change });
    open.push(queue);
    return queue;
  }
  const untilAborted: RunQueuedJob = (_jobId, _attempt, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

  beforeAll(async () => {
    server = await startBotRedis();
    raw = new Redis(server.url);
    raw.on("error", () => {});
  });
  beforeEach(() => raw.flushall());
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.stop(0)));
  });
  afterAll(async () => {
    raw.disconnect();
    await server.close();
  });

  test("a job is picked up within a few milliseconds", async () => {
    const ran: number[] = [];
    const queue = queueThat(async () => {
      ran.push(performance.now());
    });
    await queue.start();
    const waits: number[] = [];
    for (let n = 0; n < 20; n++) {
      const askedAtMs = performance.now();
      await queue.enqueue(`quick${n}`);
      await eventually("it runs", () => ran.length === n + 1);
      waits.push((ran.at(-1) ?? 0) - askedAtMs);
    }
    expect(waits.toSorted((a, b) => a - b)[10]).toBeLessThan(50);
  });

  test("a job whose process was killed is taken up again by another one, which learns that it is not the first", async () => {
    const program = new URL("worker-process.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [program, server.url], { stdio: ["ignore", "pipe", "inherit"] });
    const attempts: number[] = [];
    const queue = queueThat(async (_jobId, attempt) => {
      attempts.push(attempt);
    });
    await queue.enqueue("crash001");
    const [line] = await once(child.stdout, "data");
    expect(String(line)).toBe("crash001\n");
    child.kill("SIGKILL");
    await queue.start();
    await eventually("it is taken up", () => attempts.length === 1);
    expect(attempts).toEqual([2]);
  });

  test("a job that the bot's own Redis failed is run again, one that ends with another error is not", async () => {
    const ran: string[] = [];
    const queue = queueThat(async (jobId, attempt) => {
      ran.push(`${jobId} ${attempt}`);
      if (jobId === "bug00001") throw new Error("a bug");
      if (attempt === 1) throw new Fault("store-unreachable", "away");
    });
    await queue.start();
    await queue.enqueue("bug00001");
    await queue.enqueue("away0001");
    await eventually("the second run", () => ran.includes("away0001 2"));
    expect(ran).toEqual(["bug00001 1", "away0001 1", "away0001 2"]);
    expect(log.lines.find(({ level }) => level === "error")).toMatchObject({ fields: { jobId: "bug00001" } });
  });

  test("no more jobs run at once than allowed", async () => {
    let now = 0;
    let most = 0;
    let ended = 0;
    const queue = queueThat(
      async () => {
        most = Math.max(most, ++now);
        await raw.ping();
        now -= 1;
        ended += 1;
      },
      { concurrency: 2 },
    );
    for (let n = 0; n < 10; n++) await queue.enqueue(`bound${n}`);
    await queue.start();
    await eventually("all have run", () => ended === 10);
    expect(most).toBeLessThanOrEqual(2);
  });

  test("a stop waits for the job that runs", async () => {
    let letGo: (() => void) | undefined;
    let ended = false;
    const queue = queueThat(async () => {
      await new Promise<void>((resolve) => {
        letGo = resolve;
      });
      ended = true;
    });
    await queue.start();
    await queue.enqueue("slow0001");
    const end = await eventually("it runs", () => letGo);
    const stopped = queue.stop(5000);
    end();
    await stopped;
    expect(ended).toBe(true);
    expect(await raw.zcard("redis-ha-bot:jobs:completed")).toBe(1);
  });

  test("a job that is not done at the deadline is aborted and handed to another process at once", async () => {
    let running = false;
    const first = queueThat((...job) => {
      running = true;
      return untilAborted(...job);
    });
    await first.start();
    await first.enqueue("hand0001");
    await eventually("it runs", () => running);
    const attempts: number[] = [];
    const askedAtMs = performance.now();
    await first.stop(50);
    expect(performance.now() - askedAtMs).toBeLessThan(1500);
    const second = queueThat(async (_jobId, attempt) => {
      attempts.push(attempt);
    });
    await second.start();
    await eventually("it is taken up", () => attempts.length === 1, 900);
    expect(attempts).toEqual([2]);
  });

  test("a Redis that was away is no lost job, and an enqueue meanwhile is a fault within two seconds", async () => {
    const ran: string[] = [];
    const queue = queueThat(async (jobId) => {
      ran.push(jobId);
    });
    await queue.start();
    await queue.enqueue("before01");
    await eventually("it runs", () => ran.includes("before01"));
    await server.kill();
    const askedAtMs = performance.now();
    await expect(queue.enqueue("during01")).rejects.toMatchObject({ code: "store-unreachable" });
    expect(performance.now() - askedAtMs).toBeLessThan(2000);
    await server.restart();
    await eventually("it takes jobs", () =>
      queue.enqueue("after001").then(
        () => true,
        () => undefined,
      ),
    );
    const backAtMs = performance.now();
    await eventually("it runs", () => ran.includes("after001"));
    expect(performance.now() - backAtMs).toBeLessThan(2000);
    expect(ran).toEqual(["before01", "after001"]);
  });

  test("a job that is running while Redis is away for longer than its lease is run by one at a time", async () => {
    let now = 0;
    let most = 0;
    let letGo = () => {};
    const queue = queueThat(async (_jobId, attempt) => {
      most = Math.max(most, ++now);
      if (attempt === 1)
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
      now -= 1;
    });
    await queue.start();
    await queue.enqueue("long0001");
    await eventually("it runs", () => now === 1);
    await server.kill();
    const awaySinceMs = performance.now();
    await eventually("the lease is over", () => performance.now() - awaySinceMs > 1200);
    await server.restart();
    const stalled = () =>
      raw.llen("redis-ha-bot:jobs:wait").then(
        (count) => count === 0,
        () => undefined,
      );
    await eventually("nothing waits", stalled);
    letGo();
    await eventually("it is over", () => raw.zcard("redis-ha-bot:jobs:completed").then((count) => count === 1));
    expect(most).toBe(1);
  });

  test("a stop ends also while Redis is away", async () => {
    const queue = queueThat(async () => {});
    await queue.start();
    await server.kill();
    const askedAtMs = performance.now();
    await queue.stop(100);
    expect(performance.now() - askedAtMs).toBeLessThan(3000);
    await server.restart();
  });

  test("a start without Redis is a fault", async () => {
    const queue = createJobQueue({ url: `redis://127.0.0.1:${await freePort()}`, log, run: async () => {} });
    await expect(queue.start()).rejects.toMatchObject({ code: "store-unreachable" });
    await queue.stop(0);
  });
});
