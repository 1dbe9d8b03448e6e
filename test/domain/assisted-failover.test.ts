import { expect, test } from "vitest";
import { decideAssist } from "../../src/domain/assisted-failover.ts";
import type { NoAnswer, RedisAnswer, Topology } from "../../src/domain/topology.ts";
import { announcing, group, redis, refused, sentinel, silent, whole } from "./topology-builders.ts";

const defaults = {
  settings: { quorum: 2, downAfterMs: 5000, failoverTimeoutMs: 10_000, parallelSyncs: 1 },
  holdMs: 10_000,
};
const on = { assistedFailover: true };
const orphan = (
  name: string,
  more: Partial<RedisAnswer> & { readonly link?: "up" | "down"; readonly follows?: string } = {},
) => redis(name, { follows: "redis-0", link: "down", ...more });
const dead = (how: NoAnswer = refused) => redis("redis-0", { silent: how });
/** The master's process is gone, and both replicas know it. */
const bereaved = group([dead(), orphan("redis-1"), orphan("redis-2", { offset: 120 })], whole.sentinels, on);
const decide = (topology: Topology) => decideAssist(topology, "redis-0", defaults);

test("the most complete replica takes over from a master that is proven dead", () => {
  const decision = decide(bereaved);
  if (decision.kind !== "act") throw new Error(JSON.stringify(decision));
  expect(decision.plan.steps[0]).toMatchObject({
    kind: "take-over",
    dead: { pod: "redis-0" },
    to: { pod: "redis-2" },
    followers: [{ pod: "redis-1" }],
  });
  expect(decision.plan.steps.map(({ kind }) => kind)).toEqual(["take-over", "verify", "hold"]);
});

test("a connection that was cut while it was begun is asked for again: a dying process leaves that behind", () => {
  const cut = group([dead({ kind: "error", text: "read ECONNRESET" }), ...bereaved.redises.slice(1)], sentinels, on);
  expect(decide(cut)).toMatchObject({ kind: "wait", missing: expect.stringContaining("ECONNRESET") });
});

test("where addresses are announced, others are told those, and the dead one's own was asked", () => {
  const decision = decide(announcing(bereaved));
  if (decision.kind !== "act") throw new Error(JSON.stringify(decision));
  expect(decision.plan.steps[0]).toMatchObject({ to: { address: { host: "10.0.1.3" }, named: { host: "10.96.1.3" } } });
});

const { sentinels } = whole;
const withSentinel = (first: (typeof sentinels)[number]) => group(bereaved.redises, [first, ...sentinels.slice(1)], on);

test.each([
  ["the setting is off", group(bereaved.redises, sentinels), "off for this group"],
  [
    "it is silent, which proves nothing",
    group([dead(silent), ...bereaved.redises.slice(1)], sentinels, on),
    "does not refuse",
  ],
  ["it is back", group([redis("redis-0"), ...bereaved.redises.slice(1)], sentinels, on), "it answers, as master"],
  [
    "another is master already",
    group([dead(), redis("redis-1"), orphan("redis-2")], sentinels, on),
    "redis-1 is master already",
  ],
  [
    "a replica follows somebody else",
    group([dead(), orphan("redis-1", { follows: "10.9.9.9" }), orphan("redis-2")], sentinels, on),
    "does not follow",
  ],
  [
    "a Sentinel leads a failover",
    withSentinel(sentinel("redis-sentinel-0", { flags: ["master", "failover_in_progress"] })),
    "leads a failover",
  ],
  ["a Sentinel is in TILT", withSentinel(sentinel("redis-sentinel-0", { tilt: true })), "TILT"],
  [
    "a Sentinel names another master",
    withSentinel(sentinel("redis-sentinel-0", { names: "redis-1" })),
    "names another master",
  ],
  [
    "no replica may be promoted",
    group([dead(), orphan("redis-1", { priority: 0 }), orphan("redis-2", { priority: 0 })], sentinels, on),
    "priority 0|no replica",
  ],
  [
    "histories have parted",
    group([dead(), orphan("redis-1", { replid: "b".repeat(40) }), orphan("redis-2")], sentinels, on),
    "parted",
  ],
])("it is left to Sentinel where %s", (_, topology, because) => {
  expect(decide(topology)).toMatchObject({ kind: "leave", because: expect.stringMatching(because) });
});

test.each([
  [
    "a replica is still linked",
    group([dead(), orphan("redis-1", { link: "up" }), orphan("redis-2")], sentinels, on),
    "redis-1 still linked",
  ],
  [
    "a replica has not answered",
    group([dead(), redis("redis-1", { silent }), orphan("redis-2")], sentinels, on),
    "redis-1",
  ],
  [
    "no majority of Sentinels has answered",
    group(
      bereaved.redises,
      [...sentinels.slice(0, 1), sentinel("redis-sentinel-1", { silent }), sentinel("redis-sentinel-2", { silent })],
      on,
    ),
    "1 of the 2 Sentinels",
  ],
])("the proof is not complete where %s", (_, topology, missing) => {
  expect(decide(topology)).toMatchObject({ kind: "wait", missing: expect.stringContaining(missing) });
});
