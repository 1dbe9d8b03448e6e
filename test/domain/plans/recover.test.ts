import fc from "fast-check";
import { expect, test } from "vitest";
import { planRecovery } from "../../../src/domain/plans/recover.ts";
import type { RedisNode, Topology } from "../../../src/domain/topology.ts";
import { announcing, group, redis, runbook, sentinel, silent, whole } from "../topology-builders.ts";

const defaults = {
  settings: { quorum: 2, downAfterMs: 5000, failoverTimeoutMs: 10_000, parallelSyncs: 1 },
  holdMs: 10_000,
};
const plan = (topology: Topology) => {
  const recovery = planRecovery(topology, defaults);
  if (recovery.kind !== "planned") throw new Error(`no plan: ${JSON.stringify(recovery)}`);
  return recovery.plan;
};
const kinds = (topology: Topology) => plan(topology).steps.map(({ kind }) => kind);
const orphan = (name: string, more: object = {}) => redis(name, { follows: "127.0.0.2", link: "down", ...more });

test("a healthy group has no plan", () => {
  expect(planRecovery(whole, defaults)).toEqual({ kind: "healthy" });
});

test("a group that announces its Services' addresses is as healthy as one that announces its pods'", () => {
  expect(planRecovery(announcing(whole), defaults)).toEqual({ kind: "healthy" });
});

test("dials pods by their own address, and names them by the one that they announce", () => {
  const astray = group([...whole.redises.slice(0, 2), orphan("redis-2")], whole.sentinels);
  expect(plan(announcing(astray)).steps[0]).toMatchObject({
    kind: "follow",
    redises: [{ pod: "redis-2", address: { host: "10.0.1.3" } }],
    master: { pod: "redis-0", address: { host: "10.0.1.1" }, named: { host: "10.96.1.1" } },
  });
});

test("the runbook's state: promote one, let the others follow, start the Sentinels, prove it", () => {
  expect(kinds(runbook)).toEqual(["promote", "follow", "start-sentinel", "verify", "hold"]);
});

test("promotes the replica with the highest offset of one history, not the first pod", () => {
  const redises = [
    orphan("redis-0", { offset: 90 }),
    orphan("redis-1", { offset: 120 }),
    orphan("redis-2", { offset: 100 }),
  ];
  expect(plan(group(redises, runbook.sentinels)).master).toBe("redis-1");
});

test("keeps a true master, whatever the Sentinels say", () => {
  const lost = whole.sentinels.map(({ pod }) => sentinel(pod.name, { names: "10.9.9.9", replicas: [] }));
  const { master, steps } = plan(group(whole.redises, lost));
  expect(master).toBe("redis-0");
  expect(steps.map(({ kind }) => kind)).toEqual(["forget-master", "monitor", "verify", "hold"]);
});

test("all Sentinels forget before any is told of the new master", () => {
  const lost = whole.sentinels.map(({ pod }) => sentinel(pod.name, { names: "10.9.9.9", replicas: [] }));
  const steps = kinds(group(runbook.redises, lost));
  expect(steps.indexOf("forget-master")).toBeLessThan(steps.indexOf("monitor"));
});

test("hands off while an election runs, and while the Sentinels can replace the master by themselves", () => {
  const redises = [
    redis("redis-0", { silent }),
    redis("redis-1", { follows: "redis-0", link: "down" }),
    redis("redis-2", { follows: "redis-0", link: "down" }),
  ];
  expect(planRecovery(group(redises, whole.sentinels), defaults)).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("by themselves"),
  });
  const electing = [
    sentinel("redis-sentinel-0", { flags: ["master", "o_down", "failover_in_progress"] }),
    ...whole.sentinels.slice(1),
  ];
  expect(planRecovery(group(redises, electing), defaults)).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("failover is running"),
  });
});

test("without any Redis pod there is nothing to recover, and the advice says so", () => {
  expect(planRecovery(group([], runbook.sentinels), defaults)).toMatchObject({
    kind: "refused",
    advice: expect.stringContaining("kubectl"),
  });
});

test("the master label is moved where a Service selects by it", () => {
  expect(kinds({ ...runbook, masterLabel: "redis-ha/role" })).toContain("label-master");
});

test("the approval survives offsets that move, and not a pod that was replaced", () => {
  const moved = group(
    runbook.redises.map((node) => withOffset(node, 12_345)),
    runbook.sentinels,
  );
  expect(plan(moved).fingerprint).toBe(plan(runbook).fingerprint);
  const [first, ...rest] = runbook.redises;
  if (first === undefined) throw new Error("no redis");
  const replaced = group([{ ...first, pod: { ...first.pod, uid: "another" } }, ...rest], runbook.sentinels);
  expect(plan(replaced).fingerprint).not.toBe(plan(runbook).fingerprint);
});

function withOffset(node: RedisNode, offset: number): RedisNode {
  return node.view.kind === "answered" ? { ...node, view: { ...node.view, offset } } : node;
}

const position = fc.record({ offset: fc.integer({ min: 0, max: 1000 }), keys: fc.integer({ min: 0, max: 5 }) });

test("of one history, never an empty Redis while another one holds data", () => {
  fc.assert(
    fc.property(fc.tuple(position, position, position), (positions) => {
      const redises = positions.map((more, i) => orphan(`redis-${i}`, more));
      const recovery = planRecovery(group(redises, runbook.sentinels), defaults);
      if (recovery.kind !== "planned") return;
      const chosen = positions[Number(recovery.plan.master.split("-").at(-1))];
      const holdsData = positions.some(({ keys }) => keys > 0);
      expect(holdsData && chosen?.keys === 0).toBe(false);
    }),
  );
});
