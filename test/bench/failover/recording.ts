/** A write that was acknowledged. `at`: milliseconds of the machine's monotonic clock, the same in all its processes. */
export type Ack = { readonly key: string; readonly at: number };

/** All acknowledged writes of one client, in their order, each with a key of its own. */
export type Recording = { readonly acks: readonly Ack[]; readonly startedAt: number; readonly stoppedAt: number };

/** Milliseconds of the monotonic clock, which all processes of a machine share. */
export function monotonicNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * The longest time, in ms, between two acknowledged writes of which the later one came after the fault. The recording's
 * ends count as acknowledged writes: a client that never writes again has a gap until it was stopped.
 */
export function longestGap({ acks, startedAt, stoppedAt }: Recording, faultAt: number): number {
  const times = [startedAt, ...acks.map(({ at }) => at), stoppedAt];
  return times.reduce((longest, at, i) => {
    const before = times[i - 1];
    return before === undefined || at < faultAt ? longest : Math.max(longest, at - before);
  }, 0);
}

/** The longest time, in ms, between two acknowledged writes before the fault: what the machine makes of a steady writer. */
export function quietGap({ acks }: Recording, faultAt: number): number {
  const times = acks.map(({ at }) => at).filter((at) => at < faultAt);
  return times.reduce((longest, at, i) => Math.max(longest, at - (times[i - 1] ?? at)), 0);
}

/** What was acknowledged and is not there any more. */
export type Lost = {
  readonly count: number;
  /** When the first and the last of them were acknowledged, in ms after the fault: negative before it. */
  readonly firstMs?: number;
  readonly lastMs?: number;
};

export function lossOf({ acks }: Recording, kept: ReadonlySet<string>, faultAt: number): Lost {
  const lost = acks.filter(({ key }) => !kept.has(key));
  const [first, last] = [lost.at(0), lost.at(-1)];
  if (first === undefined || last === undefined) return { count: 0 };
  return { count: lost.length, firstMs: first.at - faultAt, lastMs: last.at - faultAt };
}
