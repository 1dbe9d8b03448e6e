import { expect, test } from "vitest";
import { diagnose } from "../../src/domain/findings/diagnose.ts";
import type { Incident } from "../../src/domain/incident.ts";
import type { IncidentFact } from "../../src/domain/incident-fact.ts";
import { fold } from "../../src/domain/incident-fold.ts";
import { parseSentinelEvent } from "../../src/domain/sentinel-event.ts";
import { runbook, whole } from "./topology-builders.ts";

const settings = { holdMs: 10_000 };
const opened: Incident = {
  id: "aaaaaaaa",
  group: { namespace: "shop", masterName: "mymaster" },
  openedAtMs: 0,
  state: "open",
  timeline: [],
  jobIds: [],
  version: 1,
};
const said = (sentinel: string, atMs: number, payload = "mymaster 10.0.1.1 6379 10.0.1.2 6379"): IncidentFact => ({
  kind: "event",
  event: parseSentinelEvent("+switch-master", payload),
  sentinel,
  atMs,
});
const read = (topology: typeof whole, atMs: number): IncidentFact => ({
  kind: "diagnosed",
  diagnosis: diagnose(topology),
  atMs,
});
const folded = (...facts: readonly IncidentFact[]) =>
  facts.reduce((incident, fact) => fold(incident, fact, settings), opened);

test("three Sentinels that say the same are one line, seen by three", () => {
  const { timeline } = folded(
    said("redis-sentinel-0", 1),
    said("redis-sentinel-2", 5),
    said("redis-sentinel-1", 9),
    said("redis-sentinel-1", 10),
  );
  expect(timeline).toMatchObject([{ seenBy: ["redis-sentinel-0", "redis-sentinel-2", "redis-sentinel-1"] }]);
});

test("the same words half a minute later are news", () => {
  expect(folded(said("redis-sentinel-0", 1), said("redis-sentinel-0", 40_000)).timeline).toHaveLength(2);
});

test("an event never ends an incident; health that was read for long enough does", () => {
  const trouble = folded(read(runbook, 0), said("redis-sentinel-0", 1));
  expect(trouble.state).toBe("open");
  const verifying = fold(trouble, read(whole, 5000), settings);
  expect(verifying.state).toBe("verifying");
  expect(fold(verifying, read(whole, 14_999), settings).state).toBe("verifying");
  expect(fold(verifying, read(whole, 15_000), settings)).toMatchObject({ state: "ended", healthySinceMs: 5000 });
});

test("trouble that comes back starts the wait anew", () => {
  const again = folded(
    read(runbook, 0),
    read(whole, 5000),
    read(runbook, 9000),
    read(whole, 10_000),
    read(whole, 16_000),
  );
  expect(again).toMatchObject({ state: "verifying", healthySinceMs: 10_000 });
});

test("what is too much for the record is counted in its last line", () => {
  const facts = Array.from({ length: 203 }, (_, i) =>
    said("redis-sentinel-0", i, `mymaster 10.0.1.1 6379 10.0.3.${i} 6379`),
  );
  const { timeline } = folded(...facts);
  expect([timeline.length, timeline.at(-1)?.text]).toEqual([201, "3 more, not listed here"]);
});
