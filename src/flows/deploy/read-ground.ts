import type { ObjectRef } from "../../domain/deploy/manifest.ts";
import type { GroupRef } from "../../domain/group.ts";
import type { Ground } from "../../domain/plans/deploy.ts";
import type { DeployDeps } from "./deploy-deps.ts";

type Deps = Pick<DeployDeps, "cluster" | "objects" | "reader">;

/** What the namespace has now. Faults: of `Cluster` and `ObjectStore`; `kubernetes-not-found` where it does not exist. */
export async function readGround(
  { cluster, objects, reader }: Deps,
  group: GroupRef & { readonly masterName: string },
): Promise<Ground> {
  const { namespace } = group;
  reader.forgetPassword(namespace);
  const [topology, password, service, set] = await Promise.all([
    reader.read(group),
    cluster.readPassword(namespace),
    objects.find(namespace, masterService),
    objects.rollout(namespace, redisSet),
  ]);
  return {
    topology,
    hasPassword: password !== undefined,
    masterService: service,
    presentRedises: set?.wanted,
  };
}

export const masterService: ObjectRef = { apiVersion: "v1", kind: "Service", name: "redis" };
const redisSet: ObjectRef = { apiVersion: "apps/v1", kind: "StatefulSet", name: "redis" };
