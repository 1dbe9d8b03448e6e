import { afterEach, expect, test } from "vitest";
import { poll } from "../sandbox/poll.ts";
import { type CoreUnderTest, groupName, people, startCore } from "./core-under-test.ts";

const started: CoreUnderTest[] = [];
afterEach(async () => {
  for (const core of started.splice(0)) await core.close();
});

async function start(...args: Parameters<typeof startCore>): Promise<CoreUnderTest> {
  const core = await startCore(...args);
  started.push(core);
  return core;
}

const nowhere = { host: "127.0.0.2", port: 1 };

/** The runbook's state: every Redis an empty replica of a dead address, no Sentinel ever started. */
async function loseEverything({ group }: CoreUnderTest): Promise<void> {
  await Promise.all(group.sentinels.map((sentinel) => sentinel.kill()));
  await Promise.all(group.redises.map((redis) => redis.restart(group.redisArgs(redis.address, nowhere))));
}

async function planned(core: CoreUnderTest) {
  return poll("a plan is offered", async () => {
    const answer = await core.flows.requestJob(people.operator, { kind: "recover", dryRun: false });
    return answer.kind === "requested" ? answer : undefined;
  });
}

const thread = (core: CoreUnderTest) => {
  expect(core.conversation.threads).toHaveLength(1);
  const [only] = core.conversation.threads;
  if (only === undefined) throw new Error("no thread");
  return only;
};

const ended = (core: CoreUnderTest) =>
  poll("the incident has ended", () => thread(core).parents.at(-1)?.incident.state === "ended", 40_000);

test("a killed master becomes one thread, seen by all Sentinels, edited until health is verified", async () => {
  const core = await start();
  await poll("the Sentinels are heard", () => core.patrol.unhealthy().length === 0);
  await core.group.redises[0]?.kill();
  await poll("a thread is open", () => core.conversation.threads.length === 1);
  await poll("it tells of the new master", () => thread(core).lines.some((line) => line.includes("+switch-master")));
  const master = await core.group.sentinels[0]?.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster");
  const [host = ""] = Array.isArray(master) ? master.map(String) : [];
  const first = core.group.redises[0];
  await first?.restart(core.group.redisArgs(first.address, { host, port: 6379 }));
  await ended(core);
  const { lines, parents } = thread(core);
  // On a busy machine a second Sentinel may call a second election: each switch is one line all the same.
  const switches = lines.filter((line) => line.includes("+switch-master"));
  const said = switches.map((line) => line.replace(/^\S+ | \(seen by.*$/g, ""));
  expect(new Set(said).size).toBe(said.length);
  expect(switches[0]).toMatch(/seen by redis-sentinel-\d, redis-sentinel-\d/);
  expect(parents.at(-1)?.incident.diagnosis?.verdict).toBe("healthy");
  expect((await core.store.openIncident(groupName))?.id).toBeUndefined();
});

test("everything lost at once becomes one thread and one approved recovery, on record to the last command", async () => {
  const core = await start({}, { isProtected: true });
  await loseEverything(core);
  const { job } = await planned(core);
  await poll("the alert is out", () => core.conversation.threads.length === 1);
  expect(await core.flows.decideJob(people.operator, job.id, "approve")).toMatchObject({
    kind: "not-allowed",
    reason: expect.stringContaining("protected"),
  });
  const clicks = await Promise.all([1, 2].map(() => core.flows.decideJob(people.approver, job.id, "approve")));
  expect(clicks.map(({ kind }) => kind).toSorted()).toEqual(["already", "decided"]);
  const done = await poll(
    "the job is over",
    async () => {
      const now = await core.store.readJob(job.id);
      return now?.state === "done" || now?.state === "failed" ? now : undefined;
    },
    60_000,
  );
  expect(done).toMatchObject({ state: "done", result: expect.stringContaining("verified healthy") });
  await ended(core);
  const facts = core.audit.entries.map(({ fact }) => fact);
  expect(facts.filter(({ what }) => what === "approved")).toHaveLength(1);
  expect(facts.filter(({ what }) => what === "redis-command").map(({ detail }) => detail)).toContain(
    "redis-0: REPLICAOF NO ONE -> OK",
  );
  expect(facts.at(-1)?.what === "ended" || facts.some(({ what }) => what === "ended")).toBe(true);
  expect(core.queue.enqueued).toEqual([job.id]);
});

test("a viewer may look and plan, but not ask for a change", async () => {
  const core = await start();
  expect(await core.flows.showStatus(people.viewer)).toMatchObject({
    kind: "group",
    diagnosis: { verdict: "healthy" },
  });
  expect(await core.flows.requestJob(people.viewer, { kind: "recover", dryRun: false })).toMatchObject({
    kind: "not-allowed",
    reason: "This takes an operator; you are a viewer. Ask whoever runs the bot to add you.",
  });
  expect(await core.flows.requestJob(people.viewer, { kind: "recover", dryRun: true })).toMatchObject({
    kind: "healthy",
  });
  expect(core.audit.entries.map(({ fact }) => fact.what)).toContain("refused");
});

test("a namespace that is not watched gets the nearest one", async () => {
  const core = await start();
  expect(await core.flows.showStatus(people.viewer, { namespace: "strathbery-staging" })).toMatchObject({
    kind: "which-group",
    nearest: { namespace: "strathberry-staging" },
  });
});

test("the same plan asked for twice is one job; an approval binds to the plan that was shown", async () => {
  const core = await start();
  await loseEverything(core);
  const first = await planned(core);
  expect(await core.flows.requestJob(people.approver, { kind: "recover", dryRun: false })).toMatchObject({
    again: true,
    job: { id: first.job.id },
  });
  await core.group.redises[1]?.command("REPLICAOF", "NO", "ONE");
  await core.flows.decideJob(people.operator, first.job.id, "approve");
  const over = await poll("the job is over", async () => {
    const job = await core.store.readJob(first.job.id);
    return job?.endedAtMs === undefined ? undefined : job;
  });
  expect(over).toMatchObject({ state: "outdated", result: expect.stringContaining("nothing was touched") });
  expect(core.audit.entries.filter(({ fact }) => fact.what === "redis-command")).toEqual([]);
});

test("alerts are posted with the store away, and recorded when it is back", async () => {
  const core = await start();
  await poll("the group was read", async () => (await core.flows.showStatus(people.viewer)).kind === "group");
  core.store.setReachable(false);
  await core.group.redises[0]?.kill();
  await poll("the alert is out", () => core.conversation.threads.length === 1);
  core.store.setReachable(true);
  const incident = await poll("the incident is stored", () => core.store.openIncident(groupName));
  expect(incident.thread).toEqual(thread(core).message);
});

test("a failover that was asked for and approved hands over within a moment, is verified, and is no incident", async () => {
  const core = await start();
  await poll("the group was read", () => core.patrol.unhealthy().length === 0);
  const asked = await poll("a plan is offered", async () => {
    const answer = await core.flows.requestJob(people.operator, {
      kind: "failover",
      options: { to: "redis-2" },
      dryRun: false,
    });
    return answer.kind === "requested" ? answer : undefined;
  });
  expect(asked.job).toMatchObject({ kind: "failover", plan: { master: "redis-2" } });
  await core.flows.decideJob(people.operator, asked.job.id, "approve");
  const job = await poll(
    "the job has ended",
    async () => {
      const now = await core.store.readJob(asked.job.id);
      return now?.endedAtMs === undefined ? undefined : now;
    },
    30_000,
  );
  expect(job).toMatchObject({
    state: "done",
    result: expect.stringMatching(/^redis-2 is master .*no write for [\d.]+ ms/),
  });
  expect(await core.group.settled()).toEqual(core.group.redises[2]?.address);
  expect(core.conversation.threads).toEqual([]);
});
