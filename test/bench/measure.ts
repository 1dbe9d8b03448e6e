/** One benchmark's result: a ratio against a floor that was measured in the same run, by the same clock. */
export type Figure = {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  /** What `ours` and `floor` are counted in; the ratio has none. */
  readonly unit: "ms" | "MiB";
  /** The ratio that the project promises at most; absent where the figure only informs. */
  readonly goal?: number;
};

/** The value below which the given share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds that the work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Both by turns, so that a slow moment of the machine meets both. */
export async function byTurns(
  rounds: number,
  ours: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<{ readonly ours: readonly number[]; readonly floor: readonly number[] }> {
  const samples = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    samples.floor.push(await floor());
    samples.ours.push(await ours());
  }
  return samples;
}

/** As one line of JSON, or as a row of the table. */
export function render({ name, ours, floor, unit, goal }: Figure, asJson: boolean): string {
  const ratio = ours / floor;
  if (asJson) return JSON.stringify({ name, ours: round(ours), floor: round(floor), ratio: round(ratio), goal });
  const verdict = goal === undefined ? "" : ratio <= goal ? `at most ${goal}: met` : `at most ${goal}: MISSED`;
  return `| ${name} | ${round(ours)} ${unit} | ${round(floor)} ${unit} | ${ratio.toFixed(2)} | ${verdict} |`;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
