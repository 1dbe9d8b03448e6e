import type { Figures, Spread, Verdict } from "./figures.ts";

const columns = [
  ...["fault", "gap before ms", "gap ms", "gap by Service ms", "lost", "lost by Service", "keys", "whole after s"],
  ...["floor: gap ms", "floor: lost", "operator", "hand-written", "goals"],
];

/** The head of the table, in Markdown. */
export const tableHead = `${row(columns)}\n${row(columns.map(() => "---"))}`;

/** One fault's row. Several runs: min/median/max. */
export function tableRow(figures: Figures): string {
  const { fault, trials, verdicts } = figures;
  const notWhole = trials.filter(({ wholeMs }) => wholeMs === undefined).length;
  return row([
    fault.title,
    whole(figures.quietGapMs.max),
    text(figures.gapMs),
    text(figures.serviceGapMs),
    text(figures.lost),
    text(figures.serviceLost),
    text(figures.keysKept),
    `${text(figures.wholeMs, seconds)}${notWhole === 0 ? "" : `, not in ${notWhole} of ${trials.length}`}`,
    `${text(figures.floorGapMs)} (x${ratio(figures.gapMs.median / figures.floorGapMs.median)})`,
    text(figures.floorLost),
    fault.others?.operator ?? "",
    fault.others?.handWritten ?? "",
    verdicts.map(verdictText).join(", "),
  ]);
}

/** The row of a fault that could not be made here. */
export function skippedRow(title: string, reason: string): string {
  return row([title, `skipped: ${reason}`, ...columns.slice(2).map(() => "")]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function text({ min, median, max }: Spread, show: (value: number) => string = whole): string {
  if (Number.isNaN(median)) return "-";
  return min === max ? show(median) : [min, median, max].map(show).join("/");
}

function whole(value: number): string {
  return `${Math.round(value)}`;
}

function seconds(value: number): string {
  return (value / 1_000).toFixed(1);
}

function ratio(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : "-";
}

function verdictText({ what, isMet }: Verdict): string {
  return `${what}: ${isMet ? "ok" : "MISSED"}`;
}
