import type { Address } from "../domain/topology.ts";
import type { Access, Clock, RedisFleet, Writer } from "./ports.ts";

export type GapMeter = {
  /** Resolves with the longest time between two acknowledged writes, once `to` has taken one; undefined where it never does. */
  readonly stop: (withinMs: number) => Promise<number | undefined>;
};

const everyMs = 5;
const retryMs = 1;

/** A writer of its own that writes to `from`, and to `to` where that one refuses: what an application sees. Milliseconds. */
export function measureGap(
  { fleet, clock }: { readonly fleet: RedisFleet; readonly clock: Clock },
  { from, to, access }: { readonly from: Address; readonly to: Address; readonly access: Access },
): GapMeter {
  const writers = [fleet.openWriter(from, access), fleet.openWriter(to, access)] as const;
  const run = { isOver: false, gapMs: 0, lastMs: performance.now(), isThere: false };

  async function writeUntilThere([old, next]: typeof writers): Promise<void> {
    let at: Writer = old;
    while (!run.isOver && !run.isThere) {
      const isDone = await at.write(`${clock.now()}`);
      if (isDone) {
        run.gapMs = Math.max(run.gapMs, performance.now() - run.lastMs);
        run.lastMs = performance.now();
        run.isThere = at === next;
      } else at = at === old ? next : old;
      await clock.sleep(isDone ? everyMs : retryMs);
    }
  }
  const running = writeUntilThere(writers);
  return {
    stop: async (withinMs) => {
      await Promise.race([running, clock.sleep(withinMs)]);
      run.isOver = true;
      for (const writer of writers) writer.close();
      return run.isThere ? Math.round(run.gapMs * 10) / 10 : undefined;
    },
  };
}
