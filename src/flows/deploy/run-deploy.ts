import type { DeployPlan } from "../../domain/deploy/deploy-plan.ts";
import type { DeployStep } from "../../domain/deploy/deploy-step.ts";
import type { StepProgress } from "../../domain/job.ts";
import type { StepContext } from "../perform-step.ts";
import type { PlanResult } from "../run-plan.ts";
import { runSteps, type StepOutcome } from "../run-steps.ts";
import { applyPart } from "./apply-part.ts";
import { awaitPart } from "./await-part.ts";
import type { DeployDeps } from "./deploy-deps.ts";
import { makePassword } from "./make-password.ts";
import { proveGroup } from "./prove-group.ts";
import { removeBootstrap, retireBootstrap } from "./retire-bootstrap.ts";

type Run = {
  readonly plan: DeployPlan;
  /** From an earlier life of the job: what is done or skipped stays so. */
  readonly progress: readonly StepProgress[];
  readonly tell: StepContext["tell"];
  readonly onProgress: (progress: readonly StepProgress[]) => Promise<void>;
  /** Aborts between two steps, and while one waits. */
  readonly signal?: AbortSignal;
};

/** Runs a deployment's steps, each of which may be run again: what is there is applied to no effect. */
export function createRunDeploy(deps: DeployDeps): (run: Run) => Promise<PlanResult> {
  return async function runDeploy(run) {
    const { plan, progress, onProgress, signal } = run;
    return runSteps({ steps: plan.steps, progress, onProgress, clock: deps.clock, signal }, (step) =>
      runStep(deps, run, step),
    );
  };
}

async function runStep(deps: DeployDeps, run: Run, step: DeployStep): Promise<StepOutcome> {
  try {
    return await perform(deps, run, step);
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

async function perform(deps: DeployDeps, { plan, tell, signal }: Run, step: DeployStep): Promise<StepOutcome> {
  const { group, overlay } = plan;
  const { namespace } = group;
  switch (step.kind) {
    case "apply-objects": {
      const files = deps.readFiles(overlay);
      if (files === undefined) return { kind: "failed", reason: `there is no overlay ${overlay} any more` };
      const applied = await applyPart(deps.objects, { step, files, namespace, tell });
      const { part, objects } = step;
      const waited = await awaitPart(deps, { group, part, size: plan, objects, signal });
      return waited.kind === "done" ? { kind: "done", seen: noteOf(applied, waited.seen) } : said(waited, applied);
    }
    case "make-password":
      return { kind: "done", seen: await makePassword(deps, { secret: step.secret, namespace, tell }) };
    case "retire-bootstrap":
      return retireBootstrap(deps, { group, tell });
    case "remove-bootstrap":
      return removeBootstrap(deps, { step, group, tell });
    case "prove-group":
      return proveGroup(deps, { step, group, tell });
  }
}

function noteOf(applied: string, seen: string): string {
  return seen === "there" ? applied : `${applied}; ${seen}`;
}

function said(
  waited: { readonly kind: "failed"; readonly reason: string } | { readonly kind: "stopped" },
  applied: string,
): StepOutcome {
  return waited.kind === "failed" ? { kind: "failed", reason: `${waited.reason} (${applied})` } : waited;
}
