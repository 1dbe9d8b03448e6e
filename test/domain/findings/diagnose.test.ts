import { expect, test } from "vitest";
import { diagnose } from "../../../src/domain/findings/diagnose.ts";
import type { Topology } from "../../../src/domain/topology.ts";
import { group, redis, refused, runbook, sentinel, silent, whole } from "../topology-builders.ts";

const codes = (topology: Topology) => diagnose(topology).findings.map(({ code }) => code);
const three = (more: Parameters<typeof sentinel>[1]) =>
  ["redis-sentinel-0", "redis-sentinel-1", "redis-sentinel-2"].map((name) => sentinel(name, more));
const deadMaster = redis("redis-0", { silent });
const replicas = [
  redis("redis-1", { follows: "redis-0", link: "down" }),
  redis("redis-2", { follows: "redis-0", link: "down" }),
];

test("a whole group is healthy; it may lose one Sentinel and two Redises", () => {
  expect(diagnose(whole)).toMatchObject({
    verdict: "healthy",
    master: "redis-0",
    findings: [],
    settling: [],
    budget: { sentinels: 1, redises: 2 },
  });
});

test("the runbook's state is down: Sentinels that never started (F1), and no master (F5)", () => {
  expect(codes(runbook)).toEqual(["F1", "F5"]);
  expect(diagnose(runbook)).toMatchObject({ verdict: "down", budget: { sentinels: -1, redises: 0 } });
});

test("Sentinels that know only dead addresses cannot fail over (F2)", () => {
  expect(codes(group(runbook.redises, three({ names: "10.9.9.9", replicas: [] })))).toContain("F2");
});

test("one Sentinel that names a dead address is found, although the others are right (F3)", () => {
  const astray = [...whole.sentinels.slice(1), sentinel("redis-sentinel-0", { names: "10.9.9.9" })];
  expect(codes(group(whole.redises, astray))).toEqual(["F3"]);
});

test("a replica that follows a dead address looks healthy and is not (F4)", () => {
  const astray = redis("redis-2", { follows: "127.0.0.2", link: "down" });
  const topology = group([...whole.redises.slice(0, 2), astray], whole.sentinels);
  expect(codes(topology)).toEqual(["F4"]);
  expect(diagnose(topology).verdict).toBe("degraded");
});

test("two that both say master are a split brain (F6)", () => {
  const topology = group(
    [redis("redis-0"), redis("redis-1"), redis("redis-2", { follows: "redis-0" })],
    whole.sentinels,
  );
  expect(codes(topology)).toContain("F6");
});

test("a master that does not answer is the Sentinels' own business, for a while (U1)", () => {
  const { findings, verdict } = diagnose(group([deadMaster, ...replicas], whole.sentinels));
  expect(verdict).toBe("down");
  expect(findings[0]).toMatchObject({ code: "U1", remedy: { kind: "wait" } });
});

test("a member that is silent costs redundancy, not service (U2)", () => {
  const topology = group([...whole.redises.slice(0, 2), redis("redis-2", { silent })], whole.sentinels);
  expect(diagnose(topology)).toMatchObject({ verdict: "degraded", master: "redis-0", findings: [{ code: "U2" }] });
});

test("health needs exact lists: a Sentinel that has not learned a replica is still settling", () => {
  const young = sentinel("redis-sentinel-2", { replicas: ["redis-1"] });
  const { verdict, findings, settling } = diagnose(group(whole.redises, [...whole.sentinels.slice(0, 2), young]));
  expect([verdict, findings]).toEqual(["degraded", []]);
  expect(settling).toEqual([expect.stringContaining("redis-sentinel-2")]);
});

test("with one Sentinel left of three no failover is possible", () => {
  const alone = [
    sentinel("redis-sentinel-0"),
    ...["redis-sentinel-1", "redis-sentinel-2"].map((name) => sentinel(name, { silent: refused })),
  ];
  expect(diagnose(group(whole.redises, alone)).budget.sentinels).toBe(-1);
});
