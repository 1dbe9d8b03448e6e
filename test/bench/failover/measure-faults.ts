import { type SandboxBot, startSandboxBot } from "../../sandbox/start-bot.ts";
import { type MeasuredFault, NotHere } from "./fault.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { type Floor, measureFloor } from "./floor.ts";
import type { BenchGround } from "./ground.ts";
import type { Group } from "./group.ts";
import { type Trial, tryFault } from "./trial.ts";

export type Measured =
  | { readonly kind: "measured"; readonly figures: Figures }
  | { readonly kind: "skipped"; readonly fault: MeasuredFault; readonly reason: string };

/**
 * Makes each fault so many times on one group, each time after its floor, and gives each fault's figures when they are complete.
 * The bot is started and stopped as faults want it. Throws where the group isn't whole before a fault: nothing more can be measured.
 */
export async function* measureFaults(order: {
  readonly ground: BenchGround;
  readonly group: Group;
  readonly faults: readonly MeasuredFault[];
  readonly runs: number;
  /** Where the fault does not care. */
  readonly bot: "up" | "down";
  readonly log: (line: string) => void;
}): AsyncGenerator<Measured> {
  const { ground, group, runs, log } = order;
  const { timers } = group;
  let bot: SandboxBot | undefined;
  try {
    for (const fault of order.faults) {
      const wanted = fault.bot === "any" ? order.bot : fault.bot;
      if (wanted === "down") {
        await bot?.stop();
        bot = undefined;
      } else bot ??= await watch(ground);
      const stage = { ground, group, ...(bot !== undefined && { bot }) };
      const trials: Trial[] = [];
      const floors: Floor[] = [];
      try {
        for (let run = 1; run <= runs; run += 1) {
          log(`${fault.title}, ${run} of ${runs}`);
          trials.push(await tryFault(stage, fault));
          floors.push(await measureFloor(fault.floor, timers));
        }
        yield { kind: "measured", figures: figuresOf({ fault, trials, floors, timers }) };
      } catch (error) {
        if (!(error instanceof NotHere)) throw error;
        yield { kind: "skipped", fault, reason: error.message };
      }
    }
  } finally {
    await bot?.stop();
  }
}

function watch({ kubeconfigFile, namespace }: BenchGround): Promise<SandboxBot> {
  return startSandboxBot({ kubeconfig: kubeconfigFile, groups: [namespace], protectedNamespaces: [] });
}
