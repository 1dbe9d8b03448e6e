import type { Topology } from "../topology.ts";
import type { DeployPart, DeployStep } from "./deploy-step.ts";
import { type GroupFiles, partOf } from "./group-files.ts";
import { bootstrapPod, type GroupSize, redisesInSync, sentinelsAnswer } from "./group-proof.ts";
import { type Manifest, type ObjectRef, refOf } from "./manifest.ts";

export type DeployFacts = {
  readonly files: GroupFiles;
  /** What the overlay asks for and is not left as it is. */
  readonly objects: readonly Manifest[];
  /** Those that would be made or changed. */
  readonly changed: readonly ObjectRef[];
  readonly size: GroupSize;
  readonly topology: Topology;
  readonly needsPassword: boolean;
  readonly needsBootstrap: boolean;
  readonly bootstrap: "none" | "there" | "dead";
  readonly isServiceOurs: boolean;
};

/**
 * The runbook's order, but for the Services: all of them come before the sets, whose pods find their addresses in the
 * environment. A step whose objects are there and whose check holds is left out; nothing to do is an empty list.
 */
export function deploySteps(facts: DeployFacts): readonly DeployStep[] {
  const { bootstrap, needsPassword, needsBootstrap, size } = facts;
  const removal: DeployStep = {
    kind: "remove-bootstrap",
    // Its Service stays: pods that know its address find nobody there, and at once; freed, it could become somebody else's.
    objects: facts.files.bootstrap.filter(({ kind }) => kind === "Pod").map(refOf),
  };
  const isToRetire = needsBootstrap || bootstrap === "there";
  const steps: readonly DeployStep[] = [
    ...(bootstrap === "dead" ? [removal] : []),
    ...part(facts, "settings"),
    ...(needsPassword ? [{ kind: "make-password", secret: "redis-ha" } as const] : []),
    ...(isToRetire ? [bootstrapStep(facts)] : []),
    ...part(facts, "sentinel-services"),
    ...part(facts, "redis-services"),
    ...part(facts, "sentinels"),
    ...part(facts, "master-service"),
    ...part(facts, "redises"),
    ...(isToRetire ? [{ kind: "retire-bootstrap", pod: bootstrapPod } as const, removal] : []),
  ];
  if (steps.length === 0) return [];
  const { redises, sentinels } = size;
  return [...steps, { kind: "prove-group", redises, sentinels, isServiceOurs: facts.isServiceOurs }];
}

function bootstrapStep({ files }: DeployFacts): DeployStep {
  const services = files.bootstrap.filter(({ kind }) => kind !== "Pod");
  const pods = files.bootstrap.filter(({ kind }) => kind === "Pod");
  // The pod's own Service first: it goes by that address.
  const objects = [...services, ...pods].map(refOf);
  return { kind: "apply-objects", part: "bootstrap", files: "bootstrap", objects };
}

/** All of a part's objects, also the unchanged ones: applying those says the same once more. */
function part(facts: DeployFacts, wanted: DeployPart): readonly DeployStep[] {
  const objects = facts.objects.filter((object) => partOf(object) === wanted).map(refOf);
  const isChanged = objects.some((object) => facts.changed.some((one) => isSame(one, object)));
  if (objects.length === 0 || !(isChanged || isMissing(facts, wanted))) return [];
  return [{ kind: "apply-objects", part: wanted, files: `overlays/${facts.files.overlay}`, objects }];
}

/** Whether what the part is there for has not come about: only asked of the sets, while a deployment is half done. */
function isMissing({ topology, size, bootstrap }: DeployFacts, wanted: DeployPart): boolean {
  if (bootstrap === "none") return false;
  if (wanted === "sentinels") return sentinelsAnswer(topology, size).kind === "pending";
  return wanted === "redises" && redisesInSync(topology, size).kind === "pending";
}

function isSame(a: ObjectRef, b: ObjectRef): boolean {
  return a.kind === b.kind && a.name === b.name;
}
