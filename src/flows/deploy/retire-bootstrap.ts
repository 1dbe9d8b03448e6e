import type { DeployStep } from "../../domain/deploy/deploy-step.ts";
import { bootstrapPod, isOfRedisSet } from "../../domain/deploy/group-proof.ts";
import { objectText } from "../../domain/deploy/manifest.ts";
import type { GroupRef } from "../../domain/group.ts";
import { answeringRedises, type Topology } from "../../domain/topology.ts";
import type { StepContext } from "../perform-step.ts";
import type { DeployDeps, StepOutcome } from "./deploy-deps.ts";

type Request = { readonly group: GroupRef & { readonly masterName: string }; readonly tell: StepContext["tell"] };

/** Hands over to the Redis of the set that has most. Nothing to do where the bootstrap pod is master no more. */
export async function retireBootstrap(deps: DeployDeps, { group, tell }: Request): Promise<StepOutcome> {
  const topology = await deps.reader.read(group);
  const bootstrap = topology.redises.find(({ pod }) => pod.name === bootstrapPod);
  if (bootstrap === undefined || (bootstrap.view.kind === "answered" && bootstrap.view.role !== "master")) {
    return { kind: "skipped", seen: `${bootstrapPod} is not master any more` };
  }
  if (bootstrap.view.kind !== "answered") {
    return { kind: "failed", reason: `${bootstrapPod} does not answer, so it cannot hand over` };
  }
  const successor = successorOf(topology);
  if (successor === undefined) return { kind: "failed", reason: `no Redis of the set follows ${bootstrapPod} in sync` };
  const access = await deps.reader.access(group);
  const { gapMs } = await deps.switchOver({ group, from: bootstrapPod, to: successor, access, tell });
  const gap = gapMs === undefined ? "how long writes waited was not seen" : `writes waited ${Math.round(gapMs)} ms`;
  return { kind: "done", seen: `${successor} is master; ${gap}` };
}

function successorOf(topology: Topology): string | undefined {
  const ready = answeringRedises(topology).filter(
    ({ pod, view }) =>
      isOfRedisSet(pod.name) && !pod.deleting && view.following?.link === "up" && !view.following.syncing,
  );
  return ready.toSorted((a, b) => b.view.offset - a.view.offset || a.pod.name.localeCompare(b.pod.name))[0]?.pod.name;
}

type Removal = DeployStep & { readonly kind: "remove-bootstrap" };

/** Deletes what is left of the bootstrap master, if it says that it is master no more, or is dead. */
export async function removeBootstrap(
  { objects, reader }: DeployDeps,
  { step, group, tell }: Request & { readonly step: Removal },
): Promise<StepOutcome> {
  const { redises } = await reader.read(group);
  const bootstrap = redises.find(({ pod }) => pod.name === bootstrapPod);
  if (bootstrap?.view.kind === "answered" && bootstrap.view.role === "master") {
    return { kind: "failed", reason: `${bootstrapPod} says that it is master: it must hand over before it goes` };
  }
  const gone: string[] = [];
  for (const object of step.objects) {
    const found = await objects.find(group.namespace, object);
    if (found === undefined) continue;
    await objects.remove(group.namespace, { ...object, uid: found.uid });
    await tell("kubernetes-call", `delete ${objectText(object)} -> deleted`);
    gone.push(objectText(object));
  }
  return gone.length === 0
    ? { kind: "skipped", seen: "it was gone" }
    : { kind: "done", seen: `deleted ${gone.join(", ")}` };
}
