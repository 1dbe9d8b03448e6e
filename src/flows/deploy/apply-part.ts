import type { DeployStep } from "../../domain/deploy/deploy-step.ts";
import { type GroupFiles, objectsOf } from "../../domain/deploy/group-files.ts";
import { type Manifest, objectText, refOf } from "../../domain/deploy/manifest.ts";
import { Fault } from "../../domain/fault.ts";
import type { ObjectStore } from "../object-ports.ts";
import type { StepContext } from "../perform-step.ts";

type ApplyStep = DeployStep & { readonly kind: "apply-objects" };

/**
 * Applies a step's objects in their order, and says what was made and what was there. A refusal ends it, and its message
 * says how far it came. Faults: of `ObjectStore`.
 */
export async function applyPart(
  objects: ObjectStore,
  request: {
    readonly step: ApplyStep;
    readonly files: GroupFiles;
    readonly namespace: string;
    readonly tell: StepContext["tell"];
  },
): Promise<string> {
  const { step, namespace, tell } = request;
  const made: string[] = [];
  let there = 0;
  for (const object of manifestsOf(request)) {
    const name = objectText(refOf(object));
    try {
      const before = await objects.find(namespace, refOf(object));
      await objects.apply(namespace, object);
      await tell("kubernetes-call", `apply ${name} of ${step.files} -> ${before === undefined ? "made" : "applied"}`);
      if (before === undefined) made.push(name);
      else there += 1;
    } catch (error) {
      throw stoppedAt(name, made, error);
    }
  }
  return [
    ...(made.length === 0 ? [] : [`made ${made.join(", ")}`]),
    ...(there === 0 ? [] : [`${there} were there`]),
  ].join("; ");
}

function manifestsOf({ step, files }: { readonly step: ApplyStep; readonly files: GroupFiles }): readonly Manifest[] {
  const all = step.part === "bootstrap" ? files.bootstrap : objectsOf(files);
  return step.objects.map((wanted) => {
    const found = all.find((object) => object.kind === wanted.kind && object.metadata.name === wanted.name);
    if (found === undefined) throw new Error(`${step.files} has no ${objectText(wanted)}`);
    return found;
  });
}

function stoppedAt(name: string, made: readonly string[], error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  const before = made.length === 0 ? "nothing of this step was made before" : `made before: ${made.join(", ")}`;
  return new Fault(error.code, `${name}: ${error.message} (${before})`, { cause: error });
}
