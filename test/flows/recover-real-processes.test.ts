import { afterEach, expect, test, vi } from "vitest";
import { diagnose } from "../../src/domain/findings/diagnose.ts";
import { planRecovery } from "../../src/domain/plans/recover.ts";
import { createTopologyReader } from "../../src/flows/read-topology.ts";
import { createRunPlan } from "../../src/flows/run-plan.ts";
import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { systemClock as clock } from "../../src/system-clock.ts";
import { createFakeLog } from "../fakes/log.ts";
import { poll } from "../sandbox/poll.ts";
import { createProcessCluster } from "../sandbox/process-cluster.ts";
import { type RedisGroup, type RedisGroupSettings, startRedisGroup } from "../sandbox/redis-group.ts";
import type { RedisProcess } from "../sandbox/redis-process.ts";

const defaults = {
  settings: { quorum: 2, downAfterMs: 2000, failoverTimeoutMs: 10_000, parallelSyncs: 1 },
  holdMs: 2500,
};
const ref = { namespace: "strathberry-staging" };
// A step gives up after 60 s: the test must live to tell which one.
vi.setConfig({ testTimeout: 90_000 });

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function house(shape: RedisGroupSettings = {}) {
  const group = await startRedisGroup(shape);
  const fleet = createRedisFleet({ timeoutMs: 1000, log: createFakeLog() });
  closers.push(async () => fleet.close(), group.close);
  const cluster = createProcessCluster(group);
  const reader = createTopologyReader({ cluster, fleet, clock, defaultMasterName: "mymaster" });
  const runPlan = createRunPlan({ cluster, fleet, reader, clock, newMarker: () => `marker ${Math.random()}` });
  const told: string[] = [];
  return {
    group,
    cluster,
    told,
    read: () => reader.read(ref),
    codes: async () => diagnose(await reader.read(ref)).findings.map(({ code }) => code),
    plan: async () => planRecovery(await reader.read(ref), defaults),
    recover: async () => {
      const recovery = planRecovery(await reader.read(ref), defaults);
      if (recovery.kind !== "planned") throw new Error(`no plan: ${JSON.stringify(recovery)}`);
      const notes: string[] = [];
      const result = await runPlan({
        plan: recovery.plan,
        progress: [],
        tell: async (_, detail) => {
          told.push(detail);
        },
        onProgress: async (progress) => {
          notes.splice(0, notes.length, ...progress.map(({ state, note }) => `${state} ${note ?? ""}`));
        },
      });
      return { result, plan: recovery.plan, notes };
    },
  };
}

function nth(members: readonly RedisProcess[], i: number): RedisProcess {
  const member = members[i];
  if (member === undefined) throw new Error(`no member ${i}`);
  return member;
}

const nowhere = { host: "127.0.0.2", port: 1 };

/** All pods gone at once and come back: empty replicas of an address that nobody has. */
async function loseEverything(group: RedisGroup): Promise<void> {
  await Promise.all(group.sentinels.map((sentinel) => sentinel.kill()));
  await Promise.all(group.redises.map((redis) => redis.restart(group.redisArgs(redis.address, nowhere))));
}

test("a whole group is healthy, and can lose one Sentinel and two Redises", async () => {
  const { read, plan } = await house({ password: "s3cret" });
  const diagnosis = diagnose(await read());
  expect(diagnosis).toMatchObject({
    verdict: "healthy",
    master: "redis-0",
    findings: [],
    budget: { sentinels: 1, redises: 2 },
  });
  expect(await plan()).toEqual({ kind: "healthy" });
});

test("the runbook's state, replicas of a dead address and Sentinels that never started, becomes a whole group", async () => {
  const { group, codes, recover, read, cluster, told } = await house({
    password: "s3cret",
    sentinelPassword: "s3cret",
  });
  await loseEverything(group);
  expect(await codes()).toEqual(["F1", "F5"]);
  const { result, plan, notes } = await recover();
  expect(plan.steps.map(({ kind }) => kind)).toEqual([
    "promote",
    "follow",
    "start-sentinel",
    "label-master",
    "verify",
    "hold",
  ]);
  expect([result, notes]).toMatchObject([{ kind: "done" }, plan.steps.map(() => expect.stringMatching(/^done/))]);
  expect(diagnose(await read()).verdict).toBe("healthy");
  expect(cluster.labelsOf("redis-0")).toEqual({ "redis-ha/role": "master" });
  expect(told.join("\n")).not.toContain("s3cret");
  for (const sentinel of group.sentinels) {
    expect(await sentinel.command("SENTINEL", "CKQUORUM", "mymaster")).toMatch(/^OK 3 usable/);
  }
});

test("the most complete replica is promoted, and every key that it holds is kept", async () => {
  const { group, recover } = await house();
  await nth(group.redises, 0).command("SET", "early", "1");
  for (const sentinel of group.sentinels) await sentinel.kill();
  await nth(group.redises, 1).command("REPLICAOF", nowhere.host, `${nowhere.port}`);
  await nth(group.redises, 0).command("SET", "late", "1");
  await poll("redis-2 has the late key", async () => (await nth(group.redises, 2).command("GET", "late")) === "1");
  await nth(group.redises, 2).command("REPLICAOF", nowhere.host, `${nowhere.port}`);
  await nth(group.redises, 0).restart(group.redisArgs(nth(group.redises, 0).address, nowhere));
  const { result, plan } = await recover();
  expect([plan.master, result.kind]).toEqual(["redis-2", "done"]);
  expect(await Promise.all(group.redises.map((redis) => redis.command("GET", "late")))).toEqual(["1", "1", "1"]);
});

test("Sentinels that hold only dead addresses are told of the new ones, all before any can be switched back", async () => {
  const { group, codes, recover, read } = await house();
  await loseEverything(group);
  for (const sentinel of group.sentinels) await monitorNowhere(group, sentinel);
  expect(await codes()).toEqual(["F2"]);
  const { result, plan } = await recover();
  expect(plan.steps.map(({ kind }) => kind)).toEqual([
    "promote",
    "follow",
    "forget-master",
    "monitor",
    "label-master",
    "verify",
    "hold",
  ]);
  expect(result.kind).toBe("done");
  expect(diagnose(await read()).verdict).toBe("healthy");
});

/** A Sentinel whose only address of a master is dead. */
async function monitorNowhere(group: RedisGroup, sentinel: RedisProcess): Promise<void> {
  await sentinel.restart();
  await sentinel.command("SENTINEL", "REMOVE", group.masterName);
  await sentinel.command("SENTINEL", "MONITOR", group.masterName, nowhere.host, `${nowhere.port}`, "2");
}

test("all Sentinels lost: the master is kept, and the Sentinels are started beside it", async () => {
  const { group, codes, recover } = await house();
  for (const sentinel of group.sentinels) await sentinel.kill();
  expect(await codes()).toEqual(["F1"]);
  const { result, plan } = await recover();
  expect(plan.steps.map(({ kind }) => kind)).toEqual(["start-sentinel", "label-master", "verify", "hold"]);
  expect([plan.master, result]).toEqual(["redis-0", { kind: "done" }]);
});

test("a replica that follows a dead address is led back, without touching anybody else", async () => {
  const { group, codes, recover } = await house();
  await nth(group.redises, 2).command("REPLICAOF", nowhere.host, `${nowhere.port}`);
  expect(await codes()).toContain("F4");
  const { result, plan } = await recover();
  expect(plan.steps[0]).toMatchObject({ kind: "follow", redises: [{ pod: "redis-2" }] });
  expect(plan.steps.map(({ kind }) => kind)).toEqual(["follow", "label-master", "verify", "hold"]);
  expect(result.kind).toBe("done");
});

test("while the Sentinels can replace a dead master by themselves, hands off", async () => {
  const { group, plan, codes } = await house({ downAfterMs: 10_000 });
  await nth(group.redises, 0).kill();
  expect(await codes()).toContain("U1");
  expect(await plan()).toMatchObject({ kind: "refused", reason: expect.stringContaining("by themselves") });
});

test("a Redis that is frozen is called silent, never taken for absent", async () => {
  const { group, read } = await house();
  nth(group.redises, 1).freeze();
  const { redises } = await read();
  expect(redises.map(({ view }) => view.kind)).toEqual(["answered", "silent", "answered"]);
});

test("what was approved is not run on a group that has changed: a step stops before it touches anything", async () => {
  const { group, cluster } = await house();
  await loseEverything(group);
  const { readNamespace } = cluster;
  let reads = 0;
  const replaced = {
    ...cluster,
    readNamespace: async (namespace: string) => {
      const view = await readNamespace(namespace);
      reads += 1;
      return reads < 2 ? view : { ...view, pods: view.pods.map((pod) => ({ ...pod, uid: `${pod.uid}-new` })) };
    },
  };
  const fleet = createRedisFleet({ timeoutMs: 1000, log: createFakeLog() });
  closers.push(async () => fleet.close());
  const reader = createTopologyReader({ cluster: replaced, fleet, clock, defaultMasterName: "mymaster" });
  const recovery = planRecovery(await reader.read(ref), defaults);
  if (recovery.kind !== "planned") throw new Error("no plan");
  const runPlan = createRunPlan({ cluster: replaced, fleet, reader, clock, newMarker: () => "m" });
  const result = await runPlan({ plan: recovery.plan, progress: [], tell: async () => {}, onProgress: async () => {} });
  expect(result).toMatchObject({ kind: "failed", step: 0, reason: expect.stringContaining("was replaced") });
  expect(await nth(group.redises, 0).command("ROLE")).toContain("slave");
});
