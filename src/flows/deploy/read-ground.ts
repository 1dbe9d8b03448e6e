import type { ObjectRef } from "../../domain/deploy/manifest.ts";
import type { GroupRef } from "../../domain/group.ts";
import type { Ground } from "../../domain/plans/deploy.ts";
import { addressText, podAddress, type Topology } from "../../domain/topology.ts";
import type { ObjectStore } from "../object-ports.ts";
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
    addressesOf: await readAddresses(objects, topology),
  };
}

export const masterService: ObjectRef = { apiVersion: "v1", kind: "Service", name: "redis" };
export const redisSet: ObjectRef = { apiVersion: "apps/v1", kind: "StatefulSet", name: "redis" };

/** By pod and by the pod's own Service: the second outlives the first, and is what the group's members announce. */
export async function readAddresses(
  objects: ObjectStore,
  { group, redises }: Topology,
): Promise<(pod: string) => readonly string[]> {
  const pairs = redises.map(async ({ pod }): Promise<readonly [string, readonly string[]]> => {
    const service = await objects.find(group.namespace, { apiVersion: "v1", kind: "Service", name: pod.name });
    const own = pod.ip === undefined ? [] : [addressText(podAddress({ ip: pod.ip, port: pod.port }))];
    return [pod.name, service?.address === undefined ? own : [...own, addressText(service.address)]];
  });
  const known = new Map(await Promise.all(pairs));
  return (pod) => known.get(pod) ?? [];
}
