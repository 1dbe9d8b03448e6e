import {
  ApiException,
  CoreV1Api,
  type KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  setHeaderOptions,
  type V1Pod,
} from "@kubernetes/client-node";
import type { Manifest } from "../../../src/domain/deploy/manifest.ts";
import type { Address } from "./connections.ts";
import { inTime } from "./in-time.ts";

export type GroupPod = { readonly name: string; readonly ip: string };
export type GroupPods = { readonly redises: readonly GroupPod[]; readonly sentinels: readonly GroupPod[] };

/** The calls that a deployment makes, on one namespace. */
export type Kubernetes = {
  readonly ensureNamespace: () => Promise<void>;
  /** Server-side apply. */
  readonly apply: (manifest: Manifest) => Promise<void>;
  readonly hasService: (name: string) => Promise<boolean>;
  /** The StatefulSets' pods that have an address and were not told to go, sorted by name. */
  readonly pods: () => Promise<GroupPods>;
  /** Undefined while the pod has no address, or is not there. */
  readonly podIp: (name: string) => Promise<string | undefined>;
  readonly label: (pod: string, key: string, value: string | null) => Promise<void>;
  readonly deletePod: (name: string) => Promise<void>;
  readonly isGone: (pod: string) => Promise<boolean>;
};

const setLabel = "redis-ha/set";

export function openKubernetes(config: KubeConfig, namespace: string): Kubernetes {
  const core = config.makeApiClient(CoreV1Api);
  const objects = KubernetesObjectApi.makeApiClient(config);
  const apply = async (manifest: Manifest) => {
    const none = undefined;
    await inTime(objects.patch(manifest, none, none, "redis-ha-deploy", true, PatchStrategy.ServerSideApply));
  };
  return {
    ensureNamespace: async () => {
      if (await isThere(core.readNamespace({ name: namespace }))) return;
      const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
      await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } });
    },
    apply: (manifest) => apply({ ...manifest, metadata: { ...manifest.metadata, namespace } }),
    hasService: (name) => isThere(core.readNamespacedService({ name, namespace })),
    pods: async () => {
      const { items } = await inTime(core.listNamespacedPod({ namespace, labelSelector: setLabel }));
      return { redises: podsOf(items, "redis"), sentinels: podsOf(items, "redis-sentinel") };
    },
    podIp: async (name) => (await inTime(core.readNamespacedPod({ name, namespace }))).status?.podIP,
    label: async (name, key, value) => {
      const body = { metadata: { labels: { [key]: value } } };
      const asMerge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
      await inTime(core.patchNamespacedPod({ name, namespace, body }, asMerge));
    },
    deletePod: async (name) => {
      await isThere(core.deleteNamespacedPod({ name, namespace }));
    },
    isGone: async (name) => !(await isThere(core.readNamespacedPod({ name, namespace }))),
  };
}

function podsOf(pods: readonly V1Pod[], set: string): readonly GroupPod[] {
  return pods
    .filter(({ metadata }) => metadata?.labels?.[setLabel] === set && metadata.deletionTimestamp === undefined)
    .flatMap(({ metadata, status }) =>
      metadata?.name !== undefined && status?.podIP !== undefined ? [{ name: metadata.name, ip: status.podIP }] : [],
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function redisAt(pod: GroupPod): Address {
  return { host: pod.ip, port: 6379 };
}

export function sentinelAt(pod: GroupPod): Address {
  return { host: pod.ip, port: 26_379 };
}

async function isThere(call: Promise<unknown>): Promise<boolean> {
  try {
    await inTime(call);
    return true;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return false;
    throw error;
  }
}
