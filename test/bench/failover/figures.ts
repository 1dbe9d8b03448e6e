import { dataSetSize } from "./data-set.ts";
import type { Timers } from "./deploy.ts";
import type { Goal, Loss, MeasuredFault } from "./fault.ts";
import type { Floor } from "./floor.ts";
import type { Lost } from "./recording.ts";
import type { Trial } from "./trial.ts";

/** The least, the middle and the greatest of some runs. */
export type Spread = { readonly min: number; readonly median: number; readonly max: number };

/** A goal held against what was measured. A correctness goal must be met by every run, a time by the median. */
export type Verdict = { readonly what: string; readonly isMet: boolean; readonly isCorrectness: boolean };

/** All runs of one fault. */
export type Figures = {
  readonly fault: MeasuredFault;
  readonly trials: readonly Trial[];
  readonly floors: readonly Floor[];
  readonly gapMs: Spread;
  /** Of both clients, before the fault. */
  readonly quietGapMs: Spread;
  readonly serviceGapMs: Spread;
  readonly lost: Spread;
  readonly serviceLost: Spread;
  readonly keysKept: Spread;
  /** Of the runs that were whole again. */
  readonly wholeMs: Spread;
  readonly floorGapMs: Spread;
  readonly floorLost: Spread;
  readonly verdicts: readonly Verdict[];
};

/** A client of the Service may be this much later, in ms, than one that asks Sentinels. */
const serviceAllowanceMs = 1_000;

export function figuresOf(measured: {
  readonly fault: MeasuredFault;
  readonly trials: readonly Trial[];
  readonly floors: readonly Floor[];
  readonly timers: Timers;
}): Figures {
  const { fault, trials, floors } = measured;
  const services = trials.flatMap(({ byService }) => (byService === undefined ? [] : [byService]));
  const spreads = {
    gapMs: spread(trials.map(({ bySentinels }) => bySentinels.gapMs)),
    quietGapMs: spread([...trials.map(({ bySentinels }) => bySentinels), ...services].map((seen) => seen.quietGapMs)),
    serviceGapMs: spread(services.map(({ gapMs }) => gapMs)),
    lost: spread(trials.map(({ bySentinels }) => bySentinels.loss.count)),
    serviceLost: spread(services.map(({ loss }) => loss.count)),
    keysKept: spread(trials.map(({ keysKept }) => keysKept)),
    wholeMs: spread(trials.flatMap(({ wholeMs }) => (wholeMs === undefined ? [] : [wholeMs]))),
    floorGapMs: spread(floors.map(({ gapMs }) => gapMs)),
    floorLost: spread(floors.map(({ lost }) => lost)),
  };
  const goal = fault.goal(measured.timers);
  return { fault, trials, floors, ...spreads, verdicts: verdictsOf(goal, trials, spreads) };
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { min: at(0), median: at(0.5), max: at(1) };
}

type Spreads = Pick<Figures, "gapMs" | "serviceGapMs" | "wholeMs" | "floorGapMs">;

function verdictsOf(goal: Goal, trials: readonly Trial[], spreads: Spreads): readonly Verdict[] {
  const gap = typeof goal.gap === "number" ? goal.gap : goal.gap.floor * spreads.floorGapMs.median;
  const losses = trials.flatMap(({ bySentinels, byService }) => [bySentinels.loss, byService?.loss ?? { count: 0 }]);
  const time = (what: string, isMet: boolean): Verdict => ({ what, isMet, isCorrectness: false });
  const truth = (what: string, isMet: boolean): Verdict => ({ what, isMet, isCorrectness: true });
  return [
    time(`gap ${Math.round(gap)}`, spreads.gapMs.median <= gap),
    time(`Service ${Math.round(gap + serviceAllowanceMs)}`, !(spreads.serviceGapMs.median > gap + serviceAllowanceMs)),
    truth(
      textOf(goal.loss),
      losses.every((lost) => isWithin(goal.loss, lost)),
    ),
    truth(
      "data set",
      trials.every(({ keysKept }) => keysKept === dataSetSize),
    ),
    truth(
      "whole",
      trials.every(({ wholeMs }) => wholeMs !== undefined),
    ),
    time(`whole ${goal.wholeMs / 1_000} s`, spreads.wholeMs.median <= goal.wholeMs),
  ];
}

/** How old, in ms, a write may be at the fault that was not replicated by then. */
const unreplicatedMs = 1_000;

function isWithin(rule: Loss, { count, firstMs, lastMs }: Lost): boolean {
  if (count === 0) return true;
  if (rule.kind === "none") return false;
  return (firstMs ?? Number.NaN) >= -unreplicatedMs && (lastMs ?? Number.NaN) <= rule.untilMs;
}

function textOf(rule: Loss): string {
  return rule.kind === "none" ? "lost 0" : `lost only from -${unreplicatedMs} to +${rule.untilMs} ms`;
}
