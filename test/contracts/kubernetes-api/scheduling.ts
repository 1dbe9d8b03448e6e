import { PatchStrategy, type V1Pod } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { patchAs, type Suite } from "./clients.ts";
import { idle, scriptSpec, untilPod, untilRunning } from "./test-pod.ts";

const merge = patchAs(PatchStrategy.MergePatch);
const hostname = "kubernetes.io/hostname";

export function describeScheduling(suite: Suite): void {
  describe("the scheduler", () => {
    let namespace = "";
    let nodes: readonly string[] = [];
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
      nodes = (await suite.admin().core.listNode()).items.map(({ metadata }) => metadata?.name ?? "");
    });
    afterAll(() => cordon(false));

    const last = () => nodes.at(-1) ?? "";
    const cordon = (unschedulable: boolean) =>
      suite.admin().core.patchNode({ name: last(), body: { spec: { unschedulable } } }, merge);
    const create = (name: string, spec: object, labels: Record<string, string> = {}) => {
      const body = { metadata: { name, labels }, spec: { ...scriptSpec(idle), ...spec } };
      return suite.admin().core.createNamespacedPod({ namespace, body });
    };
    const untilUnschedulable = (name: string) =>
      untilPod(suite.admin(), { namespace, name, what: "unschedulable" }, (pod) => whyNot(pod) !== undefined);

    test("puts a pod on the node that it selects", async () => {
      await create("choosy", { nodeSelector: { [hostname]: last() } });
      expect((await untilRunning(suite.admin(), namespace, "choosy")).spec?.nodeName).toBe(last());
    });

    test("puts nothing on a node that is cordoned, says so, and does once it is not", async () => {
      await cordon(true);
      await create("late", { nodeSelector: { [hostname]: last() } });
      const pod = await untilUnschedulable("late");
      expect(pod.status?.phase).toBe("Pending");
      expect(whyNot(pod)).toMatch(/^0\/3 nodes are available: .*1 node\(s\) were unschedulable/);
      // Who runs there already stays.
      await untilRunning(suite.admin(), namespace, "choosy");
      await cordon(false);
      await untilRunning(suite.admin(), namespace, "late");
    });

    test("keeps pods on different nodes that require it, and leaves the one out that finds none", async () => {
      const labels = { kind: "loner" };
      const term = { topologyKey: hostname, labelSelector: { matchLabels: labels } };
      const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
      const { core } = suite.admin();
      for (const index of nodes.keys()) {
        await create(`loner-${index}`, { affinity }, labels);
        await untilRunning(suite.admin(), namespace, `loner-${index}`);
      }
      await create(`loner-${nodes.length}`, { affinity }, labels);
      const left = await untilUnschedulable(`loner-${nodes.length}`);
      expect(whyNot(left)).toMatch(/3 node\(s\) didn't match pod anti-affinity rules/);
      const { items } = await core.listNamespacedPod({ namespace, labelSelector: "kind=loner" });
      expect(new Set(items.flatMap(({ spec }) => spec?.nodeName ?? [])).size).toBe(nodes.length);
      await core.deleteNamespacedPod({ namespace, name: "loner-0" });
      await untilRunning(suite.admin(), namespace, `loner-${nodes.length}`);
    });

    test("waits for the claim of a volume that is not there", async () => {
      await create("claimless", { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "absent" } }] });
      expect(whyNot(await untilUnschedulable("claimless"))).toMatch(/persistentvolumeclaim "absent" not found/);
    });
  });
}

/** Why the scheduler finds no node for it. */
function whyNot(pod: V1Pod): string | undefined {
  const condition = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
  return condition?.reason === "Unschedulable" ? condition.message : undefined;
}
