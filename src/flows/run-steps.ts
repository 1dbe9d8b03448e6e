import type { StepProgress } from "../domain/job.ts";
import type { Clock } from "./ports.ts";
import type { PlanResult } from "./run-plan.ts";

export type StepOutcome =
  | { readonly kind: "done" | "skipped"; readonly seen: string }
  | { readonly kind: "failed"; readonly reason: string }
  /** Ended by the signal while it waited: not done, and to be taken up again. */
  | { readonly kind: "stopped" };

/** Runs steps in their order; those that an earlier life of the job finished stay so, and the first failure ends it. */
export async function runSteps<S>(
  run: {
    readonly steps: readonly S[];
    readonly progress: readonly StepProgress[];
    /** Told of every change of a step, before and after it acts. */
    readonly onProgress: (progress: readonly StepProgress[]) => Promise<void>;
    readonly clock: Clock;
    readonly signal: AbortSignal | undefined;
  },
  runStep: (step: S) => Promise<StepOutcome>,
): Promise<PlanResult> {
  const progress = run.steps.map((_, i): StepProgress => run.progress[i] ?? { state: "waiting" });
  const set = async (i: number, next: StepProgress) => {
    progress[i] = next;
    await run.onProgress([...progress]);
  };
  for (const [i, step] of run.steps.entries()) {
    if (isOver(progress[i])) continue;
    if (run.signal?.aborted === true) return { kind: "stopped", step: i };
    const startedAtMs = run.clock.now();
    await set(i, { state: "running", startedAtMs });
    const outcome = await runStep(step);
    if (outcome.kind === "stopped") return { kind: "stopped", step: i };
    const note = outcome.kind === "failed" ? outcome.reason : outcome.seen;
    await set(i, { state: outcome.kind, startedAtMs, endedAtMs: run.clock.now(), note });
    if (outcome.kind === "failed") return { kind: "failed", step: i, reason: note };
  }
  return { kind: "done" };
}

function isOver(progress: StepProgress | undefined): boolean {
  return progress?.state === "done" || progress?.state === "skipped";
}
