import { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";
import type { Address } from "../../src/domain/topology.ts";
import { startWriter } from "../sandbox/counting-writer.ts";
import { poll } from "../sandbox/poll.ts";
import type { RedisProcess } from "../sandbox/redis-process.ts";
import { type CoreUnderTest, groupName, startCore } from "./core-under-test.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Sentinel alone would take ten seconds. */
const downAfterMs = 10_000;

async function start(assistedFailover = true): Promise<CoreUnderTest & { readonly master: RedisProcess }> {
  const core = await startCore({ downAfterMs, password: "s3cret" }, { assistedFailover });
  closers.push(core.close);
  await poll("the group was read, and is whole", async () => {
    const clients = String(await core.group.redises[0]?.command("CLIENT", "LIST"));
    return core.patrol.unhealthy().length === 0 && (!assistedFailover || clients.includes("name=redis-ha-bot-watch"));
  });
  const [master] = core.group.redises;
  if (master === undefined) throw new Error("no master");
  return { ...core, master };
}

async function killClients({ host, port }: Address): Promise<void> {
  const redis = new Redis({ host, port, password: "s3cret", protocol: 2, retryStrategy: null });
  redis.on("error", () => {});
  await redis.call("CLIENT", "KILL", "TYPE", "normal");
  redis.disconnect();
}

const rolesOf = async ({ group }: CoreUnderTest) =>
  Promise.all(
    group.redises.map(async (redis) => {
      const role = await redis.command("ROLE").catch(() => ["gone"]);
      return Array.isArray(role) ? String(role[0]) : "";
    }),
  );
const requested = ({ audit }: CoreUnderTest) => audit.list({ limit: 100 });
const promotions = async (core: CoreUnderTest) =>
  (await requested(core)).filter(({ fact }) => fact.detail.includes("REPLICAOF NO ONE"));
const leftAlone = (core: CoreUnderTest) =>
  poll("it was left alone", () => core.log.lines.find(({ message }) => message === "assisted failover left alone"));

test("a killed master is replaced within a moment, once, by a job of the policy that is told in the thread", async () => {
  const core = await start();
  const writer = startWriter(core.group);
  closers.push(writer.stop);
  await poll("the writer writes", () => writer.acknowledged() > 100);
  const before = writer.acknowledged();
  await core.master.kill();
  await poll("the writer goes on", () => writer.acknowledged() > before + 100, 9000);
  expect(writer.longestGapMs()).toBeLessThan(1500);
  expect((await rolesOf(core)).filter((role) => role === "master")).toHaveLength(1);
  expect(await promotions(core)).toHaveLength(1);
  const job = await poll(
    "the job has ended",
    async () => {
      const [only, ...others] = await core.store.listJobs({ group: groupName, limit: 10 });
      expect(others).toEqual([]);
      return only?.endedAtMs === undefined ? undefined : only;
    },
    30_000,
  );
  expect(job).toMatchObject({
    kind: "failover",
    state: "done",
    requestedBy: { kind: "policy", rule: "assisted failover" },
  });
  const facts = (await core.audit.list({ limit: 100, jobId: job.id })).toReversed().map(({ fact }) => fact.what);
  expect(facts[0]).toBe("requested");
  expect(core.conversation.threads).toHaveLength(1);
  await poll("the thread tells of the job", () =>
    core.conversation.threads[0]?.lines.some((line) => line.includes(job.id)),
  );
});

test("a master that stands still is Sentinel's to judge: silence proves nothing", async () => {
  const core = await start();
  core.master.freeze();
  await poll("it is called silent", () => core.patrol.unhealthy().length > 0);
  expect(await promotions(core)).toEqual([]);
  core.master.thaw();
  expect(await rolesOf(core)).toEqual(["master", "slave", "slave"]);
});

test("a master that is back within a moment never stays beside another one", async () => {
  const core = await start();
  await core.master.restart();
  await poll("there is one master, and two follow", async () => {
    const roles = await rolesOf(core);
    return (
      roles.filter((role) => role === "master").length === 1 && roles.filter((role) => role === "slave").length === 2
    );
  });
  expect((await promotions(core)).length).toBeLessThanOrEqual(1);
});

test("a master that refuses newcomers and keeps its replicas is not dead", async () => {
  const core = await start();
  await core.master.command("CONFIG", "SET", "port", "6390");
  const other = { ...core.master.address, port: 6390 };
  await killClients(other);
  expect(await leftAlone(core)).toMatchObject({ fields: { because: expect.stringContaining("still linked") } });
  expect(await promotions(core)).toEqual([]);
});

test("where the setting is off, Sentinel decides alone", async () => {
  const core = await start(false);
  await core.master.kill();
  await poll("it is known to be dead", () => core.patrol.unhealthy().length > 0);
  expect(await promotions(core)).toEqual([]);
  expect(await core.store.listJobs({ group: groupName, limit: 10 })).toEqual([]);
});

test("while a job holds the group, nothing is done", async () => {
  const core = await start();
  const lock = await core.store.lock(groupName, "job k2m4n5p6");
  await core.master.kill();
  expect(await leftAlone(core)).toMatchObject({ fields: { because: "a job holds the group" } });
  expect(await promotions(core)).toEqual([]);
  await lock?.release();
});
