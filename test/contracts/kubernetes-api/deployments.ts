import { PatchStrategy, type V1Deployment, type V1Pod } from "@kubernetes/client-node";
import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import { patchAs, type Suite } from "./clients.ts";
import { idle, isReady, scriptSpec } from "./test-pod.ts";

const merge = patchAs(PatchStrategy.MergePatch);
const name = "web";
const labels = { app: name };

/** As our proxies are: a new pod is there before an old one goes. */
const deployment: V1Deployment = {
  metadata: { name },
  spec: {
    replicas: 2,
    strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: scriptSpec(idle) },
  },
};

export function describeDeployments(suite: Suite): void {
  describe("deployments", () => {
    let namespace = "";
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
      await suite.admin().apps.createNamespacedDeployment({ namespace, body: deployment });
      await untilPods("two ready", (pods) => pods.filter(isReady).length === 2);
    });

    async function podsOf(): Promise<V1Pod[]> {
      return (await suite.admin().core.listNamespacedPod({ namespace, labelSelector: `app=${name}` })).items;
    }
    function untilPods(what: string, isSo: (pods: V1Pod[]) => boolean): Promise<V1Pod[]> {
      return until(`${name}: ${what}`, async () => {
        const pods = await podsOf();
        return isSo(pods) && pods;
      });
    }
    const patch = (spec: object) =>
      suite.admin().apps.patchNamespacedDeployment({ namespace, name, body: { spec } }, merge);
    const read = () => suite.admin().apps.readNamespacedDeployment({ namespace, name });

    test("its pods belong to a ReplicaSet of its own, which is named after the template's hash", async () => {
      const [pod] = await podsOf();
      const { items } = await suite.admin().apps.listNamespacedReplicaSet({ namespace });
      const [set] = items;
      const hash = set?.metadata?.labels?.["pod-template-hash"];
      expect(items).toHaveLength(1);
      expect(set?.metadata).toMatchObject({
        name: `${name}-${hash}`,
        ownerReferences: [{ kind: "Deployment", name, controller: true }],
      });
      expect(pod?.metadata).toMatchObject({
        labels: { ...labels, "pod-template-hash": hash },
        ownerReferences: [{ kind: "ReplicaSet", name: `${name}-${hash}`, controller: true }],
      });
    });

    test("its status counts its pods, and says that it is available", async () => {
      const status = await until("two available", async () => {
        const { status: now } = await read();
        return now?.availableReplicas === 2 && now;
      });
      expect(status).toMatchObject({ replicas: 2, updatedReplicas: 2, readyReplicas: 2 });
      expect(status.conditions).toContainEqual(expect.objectContaining({ type: "Available", status: "True" }));
    });

    test("a pod that is told to go has its successor before it is gone", async () => {
      const [first] = await podsOf();
      const gone = first?.metadata?.name ?? "";
      const finalizers = ["example.com/wait"];
      const { core } = suite.admin();
      await core.patchNamespacedPod({ namespace, name: gone, body: { metadata: { finalizers } } }, merge);
      await core.deleteNamespacedPod({ namespace, name: gone });
      const pods = await untilPods("a successor", (found) => found.filter(isReady).length >= 2 && found.length === 3);
      expect(pods.map((pod) => pod.metadata?.name)).toContain(gone);
      await core.patchNamespacedPod({ namespace, name: gone, body: { metadata: { finalizers: null } } }, merge);
      await untilPods("two are left", (found) => found.length === 2);
    });

    test("a new template replaces all pods, and is never short of a ready one", async () => {
      const before = (await podsOf()).map((pod) => pod.metadata?.uid);
      const annotations = { "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:00:00Z" };
      await patch({ template: { metadata: { annotations } } });
      const counts: number[] = [];
      await untilPods("two new ones", (pods) => {
        counts.push(pods.filter((pod) => isReady(pod) && pod.metadata?.deletionTimestamp === undefined).length);
        return pods.length === 2 && pods.every((pod) => isReady(pod) && !before.includes(pod.metadata?.uid));
      });
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
      expect((await suite.admin().apps.listNamespacedReplicaSet({ namespace })).items).toHaveLength(2);
    });

    test("it is scaled, and its selector never changes", async () => {
      await patch({ replicas: 1 });
      await untilPods("one", (pods) => pods.length === 1);
      await expect(patch({ selector: { matchLabels: { app: "other" } } })).rejects.toMatchObject({ code: 422 });
    });

    test("its pods and ReplicaSets are collected with it", async () => {
      const { apps } = suite.admin();
      await apps.deleteNamespacedDeployment({ namespace, name, body: { propagationPolicy: "Background" } });
      await untilPods("none", (pods) => pods.length === 0);
      await until("no ReplicaSet", async () => (await apps.listNamespacedReplicaSet({ namespace })).items.length === 0);
    });
  });
}
