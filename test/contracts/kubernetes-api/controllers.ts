import { PatchStrategy, type V1Pod, type V1ReplicationController, type V1StatefulSet } from "@kubernetes/client-node";
import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import { patchAs, type Suite } from "./clients.ts";
import { idle, isReady, scriptPod, scriptSpec, untilReady } from "./test-pod.ts";

const merge = patchAs(PatchStrategy.MergePatch);

export function describeControllers(suite: Suite): void {
  describe("controllers", () => {
    let namespace = "";
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
      const { apps, core } = suite.admin();
      await apps.createNamespacedStatefulSet({ namespace, body: statefulSet("set", 3) });
      await core.createNamespacedPod({ namespace, body: labelled("orphan", "many") });
      await untilReady(suite.admin(), namespace, "orphan");
      await core.createNamespacedReplicationController({ namespace, body: replicationController("many", 2) });
      await untilPods("set", "three ready", (found) => found.filter(isReady).length === 3);
    });

    async function podsOf(app: string): Promise<V1Pod[]> {
      return (await suite.admin().core.listNamespacedPod({ namespace, labelSelector: `app=${app}` })).items;
    }

    function untilPods(app: string, what: string, isSo: (pods: V1Pod[]) => boolean): Promise<V1Pod[]> {
      return until(`${app}: ${what}`, async () => {
        const pods = await podsOf(app);
        return isSo(pods) && pods;
      });
    }

    test("a Parallel StatefulSet makes its pods name-0 and up, owned and labelled", async () => {
      const { apps } = suite.admin();
      const made = await apps.readNamespacedStatefulSet({ namespace, name: "set" });
      const pods = await podsOf("set");
      expect(pods.map(nameOf).toSorted()).toEqual(["set-0", "set-1", "set-2"]);
      const [first] = pods;
      expect(first?.metadata?.labels?.["statefulset.kubernetes.io/pod-name"]).toBe(nameOf(first));
      expect(first?.metadata?.ownerReferences).toMatchObject([
        { kind: "StatefulSet", name: "set", uid: made.metadata?.uid, controller: true },
      ]);
      expect(new Set(pods.map((pod) => pod.status?.podIP)).size).toBe(3);
      const status = await until("the status counts three", async () => {
        const set = await apps.readNamespacedStatefulSet({ namespace, name: "set" });
        return set.status?.readyReplicas === 3 && set.status;
      });
      expect(status).toMatchObject({ replicas: 3, currentReplicas: 3 });
    });

    test("a deleted pod's successor has its name, but another uid and another address", async () => {
      const { core } = suite.admin();
      const old = await core.readNamespacedPod({ namespace, name: "set-1" });
      await core.deleteNamespacedPod({ namespace, name: "set-1" });
      const successor = await until("a ready successor", async () => {
        const pod = await core.readNamespacedPod({ namespace, name: "set-1" });
        return pod.metadata?.uid !== old.metadata?.uid && isReady(pod) && pod;
      });
      expect(successor.status?.podIP).not.toBe(old.status?.podIP);
      expect(successor.status?.containerStatuses?.[0]?.restartCount).toBe(0);
    });

    test("a StatefulSet that is scaled removes the highest number first, and makes it again", async () => {
      const { apps } = suite.admin();
      await apps.patchNamespacedStatefulSet({ namespace, name: "set", body: { spec: { replicas: 1 } } }, merge);
      expect((await untilPods("set", "one", (pods) => pods.length === 1)).map(nameOf)).toEqual(["set-0"]);
      await apps.patchNamespacedStatefulSet({ namespace, name: "set", body: { spec: { replicas: 2 } } }, merge);
      const pods = await untilPods("set", "two ready", (found) => found.filter(isReady).length === 2);
      expect(pods.map(nameOf).toSorted()).toEqual(["set-0", "set-1"]);
    });

    test("an ordered StatefulSet waits for one pod to be ready before the next", async () => {
      const { apps } = suite.admin();
      const readinessProbe = { exec: { command: ["sh", "-c", 'test -e "$DATA_DIR/ready"'] }, periodSeconds: 1 };
      const set = statefulSet("ordered", 2);
      const template = { metadata: { labels: { app: "ordered" } }, spec: scriptSpec(idle, { readinessProbe }) };
      const spec = {
        ...set.spec,
        selector: { matchLabels: { app: "ordered" } },
        template,
        podManagementPolicy: "OrderedReady",
      };
      await apps.createNamespacedStatefulSet({ namespace, body: { ...set, spec } });
      await untilPods("ordered", "the first runs", ([pod]) => pod?.status?.phase === "Running");
      expect((await podsOf("ordered")).map(nameOf)).toEqual(["ordered-0"]);
      await apps.deleteNamespacedStatefulSet({ namespace, name: "ordered", body: { propagationPolicy: "Background" } });
      await untilPods("ordered", "none", (pods) => pods.length === 0);
    });

    test("pods of a StatefulSet that is deleted are collected", async () => {
      const { apps } = suite.admin();
      await apps.deleteNamespacedStatefulSet({ namespace, name: "set" });
      await untilPods("set", "none", (pods) => pods.length === 0);
    });

    test("pods of a StatefulSet that is deleted as an orphan's parent stay", async () => {
      const { apps } = suite.admin();
      await apps.createNamespacedStatefulSet({ namespace, body: statefulSet("left", 1) });
      const [pod] = await untilPods("left", "one ready", (pods) => pods.filter(isReady).length === 1);
      await apps.deleteNamespacedStatefulSet({ namespace, name: "left", body: { propagationPolicy: "Orphan" } });
      const [orphan] = await untilPods(
        "left",
        "an orphan",
        ([found]) => found?.metadata?.ownerReferences === undefined,
      );
      expect(orphan?.metadata?.uid).toBe(pod?.metadata?.uid);
      expect(orphan?.metadata?.deletionTimestamp).toBeUndefined();
    });

    test("a ReplicationController adopts what its selector matches, and makes the rest", async () => {
      const pods = await untilPods("many", "two ready, all owned", (found) => {
        return found.filter(isReady).length === 2 && found.every((pod) => pod.metadata?.ownerReferences !== undefined);
      });
      expect(pods.map(nameOf)).toContain("orphan");
      expect(pods.map(nameOf).find((name) => name !== "orphan")).toMatch(/^many-[a-z0-9]{5}$/);
    });

    test("a ReplicationController replaces a deleted pod under another name, and removes what is too many", async () => {
      const { core } = suite.admin();
      await core.deleteNamespacedPod({ namespace, name: "orphan" });
      const pods = await untilPods("many", "two others", (found) => {
        return found.filter(isReady).length === 2 && found.every((pod) => nameOf(pod) !== "orphan");
      });
      const body = { spec: { replicas: 1 } };
      await core.patchNamespacedReplicationController({ namespace, name: "many", body }, merge);
      const [left] = await untilPods("many", "one", (found) => found.length === 1);
      expect(pods.map(nameOf)).toContain(nameOf(left));
      await core.deleteNamespacedReplicationController({
        namespace,
        name: "many",
        body: { propagationPolicy: "Background" },
      });
      await untilPods("many", "none", (found) => found.length === 0);
    });
  });
}

function nameOf(pod: V1Pod | undefined): string {
  return pod?.metadata?.name ?? "";
}

function labelled(name: string, app: string): V1Pod {
  const pod = scriptPod(name, idle);
  return { ...pod, metadata: { ...pod.metadata, labels: { app } } };
}

function statefulSet(name: string, replicas: number): V1StatefulSet {
  const labels = { app: name };
  return {
    metadata: { name },
    spec: {
      replicas,
      serviceName: name,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: scriptSpec(idle) },
    },
  };
}

function replicationController(name: string, replicas: number): V1ReplicationController {
  const labels = { app: name };
  return {
    metadata: { name },
    spec: { replicas, selector: labels, template: { metadata: { labels }, spec: scriptSpec(idle) } },
  };
}
