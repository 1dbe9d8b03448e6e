import { PatchStrategy, type V1PodDisruptionBudget, type V1StatefulSet } from "@kubernetes/client-node";
import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import { failure, patchAs, type Suite } from "./clients.ts";
import { idle, isReady, scriptPod, scriptSpec, untilGone, untilReady, untilRunning } from "./test-pod.ts";

const merge = patchAs(PatchStrategy.MergePatch);
const name = "guarded";
const labels = { app: name };

const set: V1StatefulSet = {
  metadata: { name },
  spec: {
    replicas: 2,
    serviceName: name,
    podManagementPolicy: "Parallel",
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: scriptSpec(idle) },
  },
};

const budget: V1PodDisruptionBudget = {
  metadata: { name },
  spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
};

export function describeDisruptions(suite: Suite): void {
  describe("disruption budgets and evictions", () => {
    let namespace = "";
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
      const { apps, policy } = suite.admin();
      await policy.createNamespacedPodDisruptionBudget({ namespace, body: budget });
      await apps.createNamespacedStatefulSet({ namespace, body: set });
    });

    const readStatus = async () =>
      (await suite.admin().policy.readNamespacedPodDisruptionBudget({ namespace, name })).status;
    const untilAllowed = (disruptionsAllowed: number) =>
      until(`${disruptionsAllowed} may go`, async () => {
        const status = await readStatus();
        return status?.disruptionsAllowed === disruptionsAllowed && status;
      });
    const evict = (pod: string, more: object = {}) =>
      suite.admin().core.createNamespacedPodEviction({
        namespace,
        name: pod,
        body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: pod, namespace }, ...more },
      });
    const refusal = async (call: Promise<unknown>) => {
      const { code, status } = await failure(call);
      return { code, message: status["message"], details: status["details"] };
    };

    test("a budget counts what its pods' controller wants, and who of them is ready", async () => {
      expect(await untilAllowed(1)).toMatchObject({
        currentHealthy: 2,
        desiredHealthy: 1,
        expectedPods: 2,
        observedGeneration: 1,
        conditions: [{ type: "DisruptionAllowed", status: "True", reason: "SufficientPods" }],
      });
    });

    test("an eviction that is only tried changes nothing", async () => {
      expect(await evict(`${name}-0`, { deleteOptions: { dryRun: ["All"] } })).toMatchObject({ kind: "Status" });
      expect(await readStatus()).toMatchObject({ disruptionsAllowed: 1 });
      const pod = await suite.admin().core.readNamespacedPod({ namespace, name: `${name}-0` });
      expect(pod.metadata?.deletionTimestamp).toBeUndefined();
    });

    test("one pod goes, and the next is refused until its successor is ready", async () => {
      await untilAllowed(1);
      expect(await evict(`${name}-1`)).toMatchObject({ kind: "Status" });
      expect(await refusal(evict(`${name}-0`))).toMatchObject({
        code: 429,
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        details: { causes: [{ reason: "DisruptionBudget" }] },
      });
      const status = await until("one is healthy", async () => {
        const now = await readStatus();
        return now?.currentHealthy === 1 && now;
      });
      expect(status.conditions).toMatchObject([{ status: "False", reason: "InsufficientPods" }]);
      expect(await refusal(evict(`${name}-0`))).toMatchObject({
        details: {
          causes: [{ message: `The disruption budget ${name} needs 1 healthy pods and has 1 currently` }],
        },
      });
      await untilAllowed(1);
      await untilReady(suite.admin(), namespace, `${name}-1`);
    });

    test("a pod that is deleted is not asked for: budgets only bind evictions", async () => {
      await untilAllowed(1);
      const { core } = suite.admin();
      await Promise.all([0, 1].map((ordinal) => core.deleteNamespacedPod({ namespace, name: `${name}-${ordinal}` })));
      await untilAllowed(1);
      const pods = await core.listNamespacedPod({ namespace, labelSelector: `app=${name}` });
      expect(pods.items.filter(isReady)).toHaveLength(2);
    });

    test("a pod that two budgets mean is not evicted", async () => {
      const { policy } = suite.admin();
      const body = { metadata: { name: "second" }, spec: { minAvailable: 1, selector: { matchLabels: labels } } };
      await policy.createNamespacedPodDisruptionBudget({ namespace, body });
      await until("both are counted", async () => {
        const { items } = await policy.listNamespacedPodDisruptionBudget({ namespace });
        return items.every(({ status }) => status?.disruptionsAllowed === 1);
      });
      expect(await refusal(evict(`${name}-0`))).toMatchObject({
        code: 500,
        message: "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
      });
      await policy.deleteNamespacedPodDisruptionBudget({ namespace, name: "second" });
    });

    test("a pod that no budget means goes at once, with the grace that is asked for", async () => {
      const { core } = suite.admin();
      await core.createNamespacedPod({
        namespace,
        body: scriptPod("free", "trap '' TERM; while :; do sleep 0.1; done"),
      });
      await untilRunning(suite.admin(), namespace, "free");
      await evict("free", { deleteOptions: { gracePeriodSeconds: 1 } });
      const marked = await core.listNamespacedPod({ namespace, fieldSelector: "metadata.name=free" });
      for (const pod of marked.items) expect(pod.metadata?.deletionGracePeriodSeconds).toBe(1);
      await untilGone(suite.admin(), namespace, "free");
    });

    test("nobody is evicted who is not there, nor under another's name", async () => {
      expect(await refusal(evict("nobody"))).toMatchObject({ code: 404, message: 'pods "nobody" not found' });
      const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "other" } };
      const call = suite.admin().core.createNamespacedPodEviction({ namespace, name: `${name}-0`, body });
      expect(await refusal(call)).toMatchObject({
        code: 400,
        message: "name in URL does not match name in Eviction object",
      });
    });

    test("a budget follows its set, and what it says itself", async () => {
      const { apps } = suite.admin();
      await apps.patchNamespacedStatefulSet({ namespace, name, body: { spec: { replicas: 1 } } }, merge);
      await until("one pod is expected", async () => (await readStatus())?.expectedPods === 1);
      expect(await untilAllowed(1)).toMatchObject({ currentHealthy: 1, desiredHealthy: 0 });
      await suite
        .admin()
        .policy.patchNamespacedPodDisruptionBudget(
          { namespace, name, body: { spec: { maxUnavailable: null, minAvailable: "100%" } } },
          merge,
        );
      expect(await untilAllowed(0)).toMatchObject({ currentHealthy: 1, desiredHealthy: 1, observedGeneration: 2 });
    });
  });
}
