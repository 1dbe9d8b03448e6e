import { expect, test } from "vitest";
import { type FindingsSince, lastingFindings } from "../../../src/domain/findings/lasting.ts";
import { finding, lost } from "../../slack/literals.ts";

const none: FindingsSince = new Map();
const slow = { ...lost, findings: [finding({ code: "U1", showAfterMs: 5000 })] };
const codes = ({ due }: ReturnType<typeof lastingFindings>) => due.map(({ code }) => code);

test("a finding that need not last is due at once", () => {
  expect(codes(lastingFindings(none, lost, 1000))).toEqual(["F2"]);
});

test("a finding is due once it has lasted for its time", () => {
  const first = lastingFindings(none, slow, 1000);
  const second = lastingFindings(first.since, slow, 5999);
  const third = lastingFindings(second.since, slow, 6000);
  expect([first, second, third].map(codes)).toEqual([[], [], ["U1"]]);
});

test("one reading without it begins its time anew", () => {
  const first = lastingFindings(none, slow, 0);
  const gap = lastingFindings(first.since, { ...slow, findings: [] }, 4000);
  expect(codes(lastingFindings(gap.since, slow, 6000))).toEqual([]);
});

test("what is only worth knowing never alerts, however long it lasts", () => {
  const info = { ...lost, findings: [finding({ severity: "info" })] };
  const first = lastingFindings(none, info, 0);
  expect(codes(lastingFindings(first.since, info, 1_000_000))).toEqual([]);
});

test("each finding has its own time", () => {
  const first = lastingFindings(none, slow, 0);
  const both = { ...slow, findings: [...slow.findings, finding({ code: "U2", showAfterMs: 5000 })] };
  const second = lastingFindings(first.since, both, 5000);
  expect([codes(second), [...second.since]]).toEqual([
    ["U1"],
    [
      ["U1", 0],
      ["U2", 5000],
    ],
  ]);
});
