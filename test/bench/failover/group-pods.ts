import { AppsV1Api, CoreV1Api, type KubeConfig, type V1Pod } from "@kubernetes/client-node";
import type { Address } from "../../../src/domain/topology.ts";
import { inTime } from "../../sandbox/deploy/in-time.ts";

export type GroupPod = {
  readonly name: string;
  readonly uid: string;
  /** `redis`, `redis-sentinel` or `redis-proxy`. */
  readonly set: string;
  readonly ip?: string;
  readonly node: string;
  readonly isReady: boolean;
  readonly isGoing: boolean;
  readonly restarts: number;
};

/** A set that has not finished what it was told: how many of its pods are as they should be. */
export type Workload = { readonly name: string; readonly wanted: number; readonly done: number };

/** All pods of the group, those that go as well, sorted by name. */
export async function readPods(kubeConfig: KubeConfig, namespace: string): Promise<readonly GroupPod[]> {
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const { items } = await inTime(core.listNamespacedPod({ namespace, labelSelector: "redis-ha/set" }));
  return items.map(podOf).sort((a, b) => a.name.localeCompare(b.name));
}

/** The group's sets as their controllers see them: what `kubectl rollout status` waits for. */
export async function readWorkloads(kubeConfig: KubeConfig, namespace: string): Promise<readonly Workload[]> {
  const apps = kubeConfig.makeApiClient(AppsV1Api);
  const [sets, deployments] = await inTime(
    Promise.all([apps.listNamespacedStatefulSet({ namespace }), apps.listNamespacedDeployment({ namespace })]),
  );
  return [...sets.items, ...deployments.items].map(({ metadata, spec, status }) => {
    const isSeen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
    const counts = [status?.replicas, status?.readyReplicas, status?.updatedReplicas].map((count) => count ?? 0);
    return { name: metadata?.name ?? "", wanted: spec?.replicas ?? 1, done: isSeen ? Math.min(...counts) : 0 };
  });
}

/** The Sentinels' own addresses: also of those that go, for as long as they are there. */
export function sentinelsOf(pods: readonly GroupPod[]): Address[] {
  return pods.flatMap(({ set, ip }) =>
    set === "redis-sentinel" && ip !== undefined ? [{ host: ip, port: 26_379 }] : [],
  );
}

function podOf({ metadata, spec, status }: V1Pod): GroupPod {
  const ip = status?.podIP;
  return {
    name: metadata?.name ?? "",
    uid: metadata?.uid ?? "",
    set: metadata?.labels?.["redis-ha/set"] ?? "",
    ...(ip !== undefined && { ip }),
    node: spec?.nodeName ?? "",
    isReady: status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false,
    isGoing: metadata?.deletionTimestamp !== undefined,
    restarts: status?.containerStatuses?.reduce((sum, { restartCount }) => sum + restartCount, 0) ?? 0,
  };
}
