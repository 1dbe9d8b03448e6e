import { expect, test } from "vitest";
import type { MeasuredFault } from "./fault.ts";
import { figuresOf, spread, type Verdict } from "./figures.ts";
import type { Lost } from "./recording.ts";
import type { Trial } from "./trial.ts";

const timers = {
  DOWN_AFTER_MS: 4_000,
  FAILOVER_TIMEOUT_MS: 10_000,
  QUORUM: 2,
  MIN_REPLICAS_TO_WRITE: 1,
  maxLagMs: 3_000,
};
const fault: MeasuredFault = {
  id: "kill",
  title: "killed",
  bot: "down",
  goal: () => ({ gap: 300, loss: { kind: "unreplicated", untilMs: 100 }, wholeMs: 10_000 }),
  floor: "kill",
  make: async () => undefined,
};
const planned: MeasuredFault = {
  ...fault,
  goal: () => ({ gap: { floor: 1.2 }, loss: { kind: "none" }, wholeMs: 5_000 }),
};

const trial = (seen: { gapMs?: number; serviceGapMs?: number; loss?: Lost; keysKept?: number } = {}): Trial => ({
  fault: "kill",
  bySentinels: { gapMs: seen.gapMs ?? 200, quietGapMs: 9, acknowledged: 900, loss: seen.loss ?? { count: 0 } },
  byService: { gapMs: seen.serviceGapMs ?? 900, quietGapMs: 9, acknowledged: 900, loss: { count: 0 } },
  keysKept: seen.keysKept ?? 2_000,
  wholeMs: 4_000,
});
const missed = (trials: readonly Trial[], of = fault): readonly Verdict[] =>
  figuresOf({ fault: of, trials, floors: [{ kind: "kill", gapMs: 100, lost: 0 }], timers }).verdicts.filter(
    ({ isMet }) => !isMet,
  );

test("meets its goals where gap, loss, data set and time do", () => {
  expect(missed([trial()])).toEqual([]);
});

test("judges times by the median: one slow run of three is a busy machine", () => {
  expect(missed([trial(), trial({ gapMs: 5_000 }), trial()])).toEqual([]);
  expect(missed([trial(), trial({ gapMs: 5_000 }), trial({ gapMs: 301 })])).toEqual([
    { what: "gap 300", isMet: false, isCorrectness: false },
  ]);
});

test("gives a client of the Service one second more than one that asks Sentinels", () => {
  expect(missed([trial({ serviceGapMs: 1_300 })])).toEqual([]);
  expect(missed([trial({ serviceGapMs: 1_301 })])).toEqual([
    { what: "Service 1300", isMet: false, isCorrectness: false },
  ]);
});

test("judges the data set by every run: a single lost key is one too many", () => {
  expect(missed([trial(), trial({ keysKept: 1_999 }), trial()])).toEqual([
    { what: "data set", isMet: false, isCorrectness: true },
  ]);
});

test("takes the loss of a write that was acknowledged just before the kill, and no other", () => {
  const what = "lost only from -1000 to +100 ms";
  expect(missed([trial({ loss: { count: 2, firstMs: -12, lastMs: -3 } })])).toEqual([]);
  expect(missed([trial({ loss: { count: 1, firstMs: 400, lastMs: 400 } })])).toMatchObject([
    { what, isCorrectness: true },
  ]);
  expect(missed([trial({ loss: { count: 9, firstMs: -1_500, lastMs: -3 } })])).toMatchObject([{ what }]);
});

test("takes no loss at all where nothing may be lost, and holds a gap against the floor of the same run", () => {
  const trials = [trial({ gapMs: 121, loss: { count: 1, firstMs: -2, lastMs: -2 } })];
  expect(missed(trials, planned).map(({ what }) => what)).toEqual(["gap 120", "lost 0"]);
});

test("says that a group which never was whole again was not", () => {
  const { wholeMs: _, ...never } = trial();
  expect(missed([{ ...never, notWhole: "nobody is master" }])).toMatchObject([
    { what: "whole", isCorrectness: true },
    {},
  ]);
});

test("tells the least, the middle and the greatest", () => {
  expect(spread([5, 1, 9])).toEqual({ min: 1, median: 5, max: 9 });
});
