import { asJobPlan } from "../../domain/deploy/as-job-plan.ts";
import { masterNameIn } from "../../domain/deploy/group-files.ts";
import type { GroupRef } from "../../domain/group.ts";
import type { JobOptions } from "../../domain/job-kind.ts";
import { planDeploy, toRehearse } from "../../domain/plans/deploy.ts";
import { topologyLines } from "../../domain/topology-lines.ts";
import type { Planned } from "../job-kinds.ts";
import type { DeployDeps } from "./deploy-deps.ts";
import { readGround } from "./read-ground.ts";

type Deps = Pick<DeployDeps, "cluster" | "objects" | "reader" | "readFiles" | "overlayOf">;

/** Reads what the namespace has, has Kubernetes try every object, and plans. Faults: of `Cluster` and `ObjectStore`. */
export function createPlanDeployment(deps: Deps): (group: GroupRef, options: JobOptions) => Promise<Planned> {
  return async function planDeployment(group, { replicas }) {
    const overlay = replicas === 1 ? "single" : deps.overlayOf(group.namespace);
    const files = deps.readFiles(overlay);
    if (files === undefined) {
      const reason = `There is no overlay ${overlay} in k8s/redis-ha/overlays.`;
      const advice = "Name one that is there in the setting DEPLOY_OVERLAYS.";
      return { planning: { kind: "refused", reason, advice }, group, seen: [] };
    }
    const masterName = group.masterName ?? masterNameIn(files.objects, group.namespace);
    const ground = await readGround(deps, { ...group, masterName });
    const rehearsals = await deps.objects.rehearse(group.namespace, toRehearse(files, ground));
    const deployment = planDeploy(files, ground, rehearsals);
    const seen = topologyLines(ground.topology);
    const found = { group: ground.topology.group, seen };
    switch (deployment.kind) {
      case "nothing-to-do":
        return { ...found, planning: { kind: "healthy" } };
      case "refused":
        return { ...found, planning: deployment };
      case "planned":
        return { ...found, planning: { kind: "planned", plan: asJobPlan(deployment.plan, ground.topology) } };
    }
  };
}
