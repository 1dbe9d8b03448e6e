import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import type { Suite } from "./clients.ts";
import { shell } from "./run-in-pod.ts";
import { idle, scriptPod, untilGone, untilPod, untilRunning } from "./test-pod.ts";

export function describeDeletion(suite: Suite): void {
  describe("a pod that is deleted", () => {
    let namespace = "";
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
    });

    test("is marked at once and still there, then gone", async () => {
      const { core } = suite.admin();
      const name = "marked";
      await core.createNamespacedPod({
        namespace,
        body: scriptPod(name, "trap 'sleep 1; exit 0' TERM; while :; do sleep 0.1; done"),
      });
      await untilRunning(suite.admin(), namespace, name);
      await core.deleteNamespacedPod({ namespace, name });
      const pod = await core.readNamespacedPod({ namespace, name });
      expect(pod.metadata?.deletionTimestamp).toBeInstanceOf(Date);
      expect(pod.metadata?.deletionGracePeriodSeconds).toBe(5);
      expect(pod.status?.phase).toBe("Running");
      await untilGone(suite.admin(), namespace, name);
    });

    test("runs its preStop hook to the end before its process gets TERM", async () => {
      const { core, config } = suite.admin();
      const name = "hooked";
      const target = { namespace, name };
      const script = `trap 'echo term >> "$DATA_DIR/order"; sleep 2; exit 0' TERM; while :; do sleep 0.1; done`;
      const hook = 'echo hook >> "$DATA_DIR/order"; sleep 1; echo hooked >> "$DATA_DIR/order"';
      const lifecycle = { preStop: { exec: { command: ["sh", "-c", hook] } } };
      await core.createNamespacedPod({ namespace, body: scriptPod(name, script, { lifecycle }) });
      await untilRunning(suite.admin(), namespace, name);
      await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 10 });
      const order = await until("the TERM", async () => {
        const text = await shell(config, target, 'cat "$DATA_DIR/order"');
        return text.includes("term") && text;
      });
      expect(order.split("\n")).toEqual(["hook", "hooked", "term"]);
      await untilGone(suite.admin(), namespace, name);
    });

    test("is killed when its grace period is over", async () => {
      const { core } = suite.admin();
      const name = "stubborn";
      await core.createNamespacedPod({ namespace, body: scriptPod(name, "trap '' TERM; while :; do sleep 0.1; done") });
      await untilRunning(suite.admin(), namespace, name);
      const startedMs = performance.now();
      await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 2 });
      await untilGone(suite.admin(), namespace, name);
      expect(performance.now() - startedMs).toBeGreaterThan(1_800);
      expect(performance.now() - startedMs).toBeLessThan(10_000);
    });

    test("by force is gone from the API at once", async () => {
      const { core } = suite.admin();
      const name = "forced";
      await core.createNamespacedPod({ namespace, body: scriptPod(name, idle) });
      await untilRunning(suite.admin(), namespace, name);
      await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 });
      expect((await core.listNamespacedPod({ namespace, fieldSelector: `metadata.name=${name}` })).items).toEqual([]);
    });

    test("is no longer ready once its containers have ended", async () => {
      const { core } = suite.admin();
      const name = "ending";
      const script = "trap 'sleep 1; exit 0' TERM; while :; do sleep 0.1; done";
      const body = scriptPod(name, script);
      const finalizers = ["redis-ha-bot.test/hold"];
      await core.createNamespacedPod({ namespace, body: { ...body, metadata: { ...body.metadata, finalizers } } });
      await untilRunning(suite.admin(), namespace, name);
      await core.deleteNamespacedPod({ namespace, name });
      const ended = await untilPod(suite.admin(), { namespace, name, what: "ended" }, (pod) => {
        return pod.status?.containerStatuses?.[0]?.state?.terminated !== undefined;
      });
      expect(ended.metadata?.deletionTimestamp).toBeDefined();
      const body2 = [{ op: "remove", path: "/metadata/finalizers" }];
      await core.patchNamespacedPod({ namespace, name, body: body2 });
      await untilGone(suite.admin(), namespace, name);
    });
  });
}
