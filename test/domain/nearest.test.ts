import fc from "fast-check";
import { expect, test } from "vitest";
import { nearest } from "../../src/domain/nearest.ts";

const words = ["status", "recover", "jobs", "job", "audit"];

test.each([
  ["statsu", "status"],
  ["STATUS", "status"],
  ["recvoer", "recover"],
  ["jbo", "job"],
  ["rec", "recover"],
  ["REC", "recover"],
  ["x", undefined],
  ["", undefined],
  ["failover", undefined],
])("for %j it is %j", (typed, meant) => {
  expect(nearest(typed, words)).toBe(meant);
});

test("a word itself is always the nearest to it", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { selector: (one) => one.toLowerCase(), minLength: 1 }),
      (known) => {
        expect(nearest(known[0] ?? "", known)).toBe(known[0]);
      },
    ),
  );
});

test("whatever is typed, the answer is one of the words or nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => [...words, undefined].includes(nearest(typed, words))),
  );
});
