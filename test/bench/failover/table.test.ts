import { expect, test } from "vitest";
import type { MeasuredFault } from "./fault.ts";
import { figuresOf } from "./figures.ts";
import { skippedRow, tableHead, tableRow } from "./table.ts";
import type { Trial } from "./trial.ts";

const timers = {
  DOWN_AFTER_MS: 4_000,
  FAILOVER_TIMEOUT_MS: 10_000,
  QUORUM: 2,
  MIN_REPLICAS_TO_WRITE: 1,
  maxLagMs: 3_000,
};
const fault: MeasuredFault = {
  id: "delete-master",
  title: "master's pod deleted",
  bot: "any",
  goal: () => ({ gap: 250, loss: { kind: "none" }, wholeMs: 10_000 }),
  floor: "sentinel-failover",
  others: { operator: "87/110/132", handWritten: "2176/2623/3306" },
  make: async () => undefined,
};
const trial = (gapMs: number, wholeMs: number | undefined): Trial => ({
  fault: "delete-master",
  bySentinels: { gapMs, quietGapMs: 9, acknowledged: 900, loss: { count: 0 } },
  byService: { gapMs: 400.4, quietGapMs: 9, acknowledged: 900, loss: { count: 0 } },
  keysKept: 2_000,
  ...(wholeMs === undefined ? { notWhole: "nobody is master" } : { wholeMs }),
});
const cellsOf = (row: string) => row.slice(2, -2).split(" | ");

test("shows one fault in a row: what was measured, its floor, what others reached, and each goal's verdict", () => {
  const trials = [trial(100, 4_000), trial(300.6, 5_000), trial(120.2, 4_500)];
  const floors = [{ kind: "sentinel-failover", gapMs: 80, lost: 163 } as const];
  const row = tableRow(figuresOf({ fault, trials, floors, timers }));
  expect(cellsOf(row)).toEqual([
    ...["master's pod deleted", "9", "100/120/301", "400", "0", "0", "2000", "4.0/4.5/5.0", "80 (x1.50)", "163"],
    ...["87/110/132", "2176/2623/3306"],
    "gap 250: ok, Service 1250: ok, lost 0: ok, data set: ok, whole: ok, whole 10 s: ok",
  ]);
});

test("says in how many runs the group was not whole again", () => {
  const cells = cellsOf(
    tableRow(figuresOf({ fault, trials: [trial(100, 4_000), trial(100, undefined)], floors: [], timers })),
  );
  expect(cells[7]).toBe("4.0, not in 1 of 2");
});

test("gives every row as many cells as the head has", () => {
  const [head = ""] = tableHead.split("\n");
  const row = tableRow(figuresOf({ fault, trials: [trial(1, 2)], floors: [], timers }));
  for (const one of [row, skippedRow("failover", "no such command")])
    expect(cellsOf(one)).toHaveLength(cellsOf(head).length);
});
