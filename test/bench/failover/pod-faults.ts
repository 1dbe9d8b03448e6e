import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  type KubeConfig,
  PatchStrategy,
  setHeaderOptions,
} from "@kubernetes/client-node";
import { inTime } from "../../sandbox/deploy/in-time.ts";
import { poll } from "../../sandbox/poll.ts";
import { type Made, NotHere, type Stage } from "./fault.ts";
import { monotonicNow } from "./recording.ts";

const drainMs = 90_000;
const asMerge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

export async function deleteMaster(stage: Stage): Promise<Made> {
  const { name } = await stage.group.master();
  const at = monotonicNow();
  await deletePod(stage, name);
  return { at };
}

export async function deletePod({ ground: { kubeConfig, namespace } }: Stage, name: string): Promise<void> {
  await inTime(kubeConfig.makeApiClient(CoreV1Api).deleteNamespacedPod({ name, namespace }));
}

/** All at once, by one call. */
export async function deletePods({ ground }: Stage, labelSelector: string): Promise<Made> {
  const { kubeConfig, namespace } = ground;
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const at = monotonicNow();
  await inTime(core.deleteCollectionNamespacedPod({ namespace, labelSelector }));
  return { at };
}

/** `kubectl rollout restart statefulset/redis`. */
export async function rollOut({ ground: { kubeConfig, namespace } }: Stage): Promise<Made> {
  const annotations = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  const body = { spec: { template: { metadata: { annotations } } } };
  const at = monotonicNow();
  await inTime(
    kubeConfig.makeApiClient(AppsV1Api).patchNamespacedStatefulSet({ name: "redis", namespace, body }, asMerge),
  );
  return { at };
}

/**
 * `kubectl drain` of the master's node, as far as this group is concerned: cordons it, evicts the group's pods, all of them at
 * once and each again for as long as its budget refuses, and uncordons it when they are gone.
 */
export async function drainNode(stage: Stage): Promise<Made> {
  const { ground, group } = stage;
  const { node } = await group.master();
  const leaving = (await group.pods()).filter((pod) => pod.node === node);
  const at = monotonicNow();
  await cordon(ground.kubeConfig, node, true);
  try {
    await Promise.all(leaving.map(({ name }) => evict(stage, name)));
    await poll(
      `the group's pods have left ${node}`,
      async () => {
        const there = (await group.pods()).map(({ uid }) => uid);
        return leaving.every(({ uid }) => !there.includes(uid));
      },
      drainMs,
      100,
    );
  } finally {
    await cordon(ground.kubeConfig, node, false);
  }
  return { at };
}

async function cordon(kubeConfig: KubeConfig, name: string, unschedulable: boolean): Promise<void> {
  const body = { spec: { unschedulable: unschedulable || null } };
  await inTime(kubeConfig.makeApiClient(CoreV1Api).patchNode({ name, body }, asMerge));
}

async function evict({ ground: { kubeConfig, namespace } }: Stage, name: string): Promise<void> {
  const core = kubeConfig.makeApiClient(CoreV1Api);
  await poll(
    `${name} may be evicted`,
    async () => {
      const code = await codeOf(
        core.createNamespacedPodEviction({ name, namespace, body: { metadata: { name, namespace } } }),
      );
      if (code === 501 || code === 405) throw new NotHere("this Kubernetes evicts nobody");
      // 404: it went by itself. 429: its budget says not now.
      return code === undefined || code === 404;
    },
    drainMs,
    200,
  );
}

/** Undefined where the call succeeds. */
async function codeOf(call: Promise<unknown>): Promise<number | undefined> {
  try {
    await inTime(call);
    return undefined;
  } catch (error) {
    if (error instanceof ApiException) return error.code;
    throw error;
  }
}
