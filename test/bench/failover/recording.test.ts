import { describe, expect, test } from "vitest";
import { longestGap, lossOf, quietGap, type Recording } from "./recording.ts";

const recorded = (times: readonly number[], ends: { startedAt?: number; stoppedAt?: number } = {}): Recording => ({
  acks: times.map((at, i) => ({ key: `key:${i}`, at })),
  startedAt: ends.startedAt ?? times.at(0) ?? 0,
  stoppedAt: ends.stoppedAt ?? times.at(-1) ?? 0,
});
const keys = (...numbers: readonly number[]) => new Set(numbers.map((number) => `key:${number}`));

describe("longestGap", () => {
  test("is the longest time between two acknowledged writes", () => {
    expect(longestGap(recorded([1000, 1005, 1010, 1310, 1315, 1320]), 1012)).toBe(300);
  });

  test("counts from the last write before the fault, not from the fault", () => {
    expect(longestGap(recorded([1000, 1005, 1405]), 1400)).toBe(400);
  });

  test("leaves out a longer gap that was over before the fault", () => {
    expect(longestGap(recorded([0, 900, 905, 910, 1000, 1005]), 950)).toBe(90);
  });

  test("lasts until the writer was stopped where nothing was acknowledged any more", () => {
    expect(longestGap(recorded([1000, 1005], { stoppedAt: 9005 }), 1002)).toBe(8000);
  });

  test("is the whole recording where nothing was ever acknowledged", () => {
    expect(longestGap(recorded([], { startedAt: 100, stoppedAt: 700 }), 300)).toBe(600);
  });
});

test("quietGap is the longest time between two writes of before the fault", () => {
  expect(quietGap(recorded([100, 105, 125, 130, 900], { startedAt: 0 }), 500)).toBe(20);
});

describe("lossOf", () => {
  test("is nothing where every acknowledged key is there", () => {
    expect(lossOf(recorded([1, 2, 3]), keys(0, 1, 2), 2)).toEqual({ count: 0 });
  });

  test("counts each acknowledged key that is not there, and says when they were acknowledged", () => {
    expect(lossOf(recorded([100, 105, 110, 115, 300]), keys(0, 4), 112)).toEqual({
      count: 3,
      firstMs: -7,
      lastMs: 3,
    });
  });

  test("does not count what is there and was never acknowledged", () => {
    expect(lossOf(recorded([1]), keys(0, 7, 8), 1)).toEqual({ count: 0 });
  });
});
