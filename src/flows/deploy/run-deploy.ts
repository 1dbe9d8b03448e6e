import { DeployStep } from "../../domain/deploy/deploy-step.ts";
import { wantedBy } from "../../domain/deploy/group-files.ts";
import type { GroupSize } from "../../domain/deploy/group-proof.ts";
import type { Plan } from "../../domain/plans/plan.ts";
import type { Step } from "../../domain/plans/step.ts";
import type { RunContext, StepRunner } from "../run-plan.ts";
import { applyPart } from "./apply-part.ts";
import { awaitPart } from "./await-part.ts";
import type { DeployDeps, StepOutcome } from "./deploy-deps.ts";
import { makePassword } from "./make-password.ts";
import { proveGroup } from "./prove-group.ts";
import { removeBootstrap, retireBootstrap } from "./retire-bootstrap.ts";

/** Runs a deployment's steps, each of which may be run again: what is there is applied to no effect. Undefined for other steps. */
export function createDeployRunner(deps: DeployDeps): (step: Step) => StepRunner | undefined {
  return function runnerOf(step) {
    const own = DeployStep.safeParse(step);
    if (!own.success) return undefined;
    return async (plan, context) => {
      const outcome = await perform(deps, { plan, context }, own.data);
      return outcome.kind === "failed"
        ? { kind: "failed", note: outcome.reason }
        : { kind: outcome.kind, note: outcome.seen };
    };
  };
}

type Run = { readonly plan: Plan; readonly context: RunContext };

async function perform(deps: DeployDeps, { plan, context }: Run, step: DeployStep): Promise<StepOutcome> {
  const { group } = plan;
  const { tell } = context;
  const { namespace } = group;
  switch (step.kind) {
    case "apply-objects": {
      const overlay = overlayIn(plan) ?? deps.overlayOf(namespace);
      const files = deps.readFiles(overlay);
      if (files === undefined) return { kind: "failed", reason: `there is no overlay ${overlay} any more` };
      const applied = await applyPart(deps.objects, { step, files, namespace, tell });
      const { part, objects } = step;
      const size: GroupSize = wantedBy(files.objects);
      const waited = await awaitPart(deps, { group, part, size, objects });
      return waited.kind === "done"
        ? { kind: "done", seen: waited.seen === "there" ? applied : `${applied}; ${waited.seen}` }
        : { kind: "failed", reason: `${waited.reason} (${applied})` };
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

/** The one that was approved, as the steps name it; a plan without such a step is only about the bootstrap master. */
function overlayIn({ steps }: Plan): string | undefined {
  const folder = "overlays/";
  const files = steps.flatMap((step) => (step.kind === "apply-objects" ? [step.files] : []));
  return files.find((one) => one.startsWith(folder))?.slice(folder.length);
}
