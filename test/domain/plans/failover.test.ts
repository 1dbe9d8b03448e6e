import { expect, test } from "vitest";
import { planFailover } from "../../../src/domain/plans/failover.ts";
import { sentinelCues } from "../../../src/domain/plans/sentinel-cues.ts";
import type { Topology } from "../../../src/domain/topology.ts";
import { announcing, group, redis, sentinel, silent, whole } from "../topology-builders.ts";

const defaults = {
  settings: { quorum: 2, downAfterMs: 5000, failoverTimeoutMs: 10_000, parallelSyncs: 1 },
  holdMs: 10_000,
};
const plan = (topology: Topology, to?: string) => {
  const planning = planFailover(topology, to, defaults);
  if (planning.kind !== "planned") throw new Error(`no plan: ${JSON.stringify(planning)}`);
  return planning.plan;
};

test("hands over to the first replica by priority, then by name, whatever the offsets are", () => {
  const [master, , third] = whole.redises;
  const moved = [master, redis("redis-1", { follows: "redis-0", offset: 50 }), third].filter(
    (one) => one !== undefined,
  );
  expect(plan(group(moved, whole.sentinels)).master).toBe("redis-1");
  const preferred = [
    master,
    redis("redis-1", { follows: "redis-0" }),
    redis("redis-2", { follows: "redis-0", priority: 10 }),
  ];
  expect(
    plan(
      group(
        preferred.filter((one) => one !== undefined),
        whole.sentinels,
      ),
    ).master,
  ).toBe("redis-2");
});

test("the steps are the hand-over and its proof; writes are paused for no longer than half of down-after", () => {
  const { steps } = plan(whole, "redis-2");
  expect(steps.map(({ kind }) => kind)).toEqual(["switch-over", "verify", "hold"]);
  expect(steps[0]).toMatchObject({
    from: { pod: "redis-0" },
    to: { pod: "redis-2" },
    followers: [{ pod: "redis-1" }],
    sentinels: [{ pod: "redis-sentinel-0" }, { pod: "redis-sentinel-1" }, { pod: "redis-sentinel-2" }],
    pauseMs: 2000,
  });
});

test("the plan of an unchanged group is the same plan, though offsets and keys move", () => {
  const later = group(
    [
      redis("redis-0", { offset: 900, keys: 12 }),
      redis("redis-1", { follows: "redis-0", offset: 880, keys: 12 }),
      redis("redis-2", { follows: "redis-0", offset: 900, keys: 12 }),
    ],
    whole.sentinels,
  );
  expect(plan(later).fingerprint).toBe(plan(whole).fingerprint);
});

test("members are dialled by their own address and named by the one that they announce", () => {
  expect(plan(announcing(whole)).steps[0]).toMatchObject({
    to: { address: { host: "10.0.1.2" }, named: { host: "10.96.1.2" } },
  });
});

test("the present master is nothing to fail over to", () => {
  expect(planFailover(whole, "redis-0", defaults)).toEqual({ kind: "healthy" });
});

const replicas = (more: object) => [
  redis("redis-0"),
  redis("redis-1", { follows: "redis-0", ...more }),
  redis("redis-2", { follows: "redis-0" }),
];

test.each([
  ["a pod that is none of the group's", whole, "redis-7", "redis-7 is no replica"],
  [
    "a replica that must never be promoted",
    group(replicas({ priority: 0 }), whole.sentinels),
    "redis-1",
    "priority is 0",
  ],
  ["a replica without a link", group(replicas({ link: "down" }), whole.sentinels), "redis-1", "degraded|settling"],
  [
    "a silent replica",
    group([redis("redis-0"), redis("redis-1", { silent }), redis("redis-2", { follows: "redis-0" })], whole.sentinels),
    undefined,
    "degraded",
  ],
  [
    "a Sentinel in TILT",
    group(whole.redises, [sentinel("redis-sentinel-0", { tilt: true }), ...whole.sentinels.slice(1)]),
    undefined,
    "TILT",
  ],
  [
    "a running election",
    group(whole.redises, [
      sentinel("redis-sentinel-0", { flags: ["master", "failover_in_progress"] }),
      ...whole.sentinels.slice(1),
    ]),
    undefined,
    "failover_in_progress",
  ],
  ["another history", group(replicas({ replid: "b".repeat(40) }), whole.sentinels), "redis-1", "history"],
])("%s is refused with its reason", (_, topology, to, reason) => {
  expect(planFailover(topology, to, defaults)).toMatchObject({
    kind: "refused",
    reason: expect.stringMatching(reason),
  });
});

test("each Sentinel is told in the name of a living peer of its own, with an epoch above all of theirs", () => {
  const members = plan(whole).steps.flatMap((step) => (step.kind === "switch-over" ? step.sentinels : []));
  const { epoch, cues } = sentinelCues(whole, members);
  expect(epoch).toBeGreaterThan(1);
  expect(cues.map(({ peer }) => peer?.id)).toEqual(["redis-sentinel-1", "redis-sentinel-0", "redis-sentinel-0"]);
});
