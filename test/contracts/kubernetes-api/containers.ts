import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import type { Suite } from "./clients.ts";
import { shell } from "./run-in-pod.ts";
import { idle, isReady, scriptPod, serve, untilPod, untilReady, untilRunning } from "./test-pod.ts";
import { watching } from "./watching.ts";

export function describeContainers(suite: Suite): void {
  describe("containers", () => {
    let namespace = "";
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
    });

    test("a pod is scheduled, gets an address, runs, and is ready at once without a probe", async () => {
      const { core } = suite.admin();
      const made = await core.createNamespacedPod({ namespace, body: scriptPod("plain", idle) });
      expect(made.status?.phase).toBe("Pending");
      expect(made.status?.podIP).toBeUndefined();
      const pod = await untilReady(suite.admin(), namespace, "plain");
      expect(pod).toMatchObject({ status: { phase: "Running", qosClass: "BestEffort" } });
      expect(pod.status?.podIP).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      expect(pod.status?.podIPs).toEqual([{ ip: pod.status?.podIP }]);
      expect(pod.spec?.nodeName).toBeTruthy();
      expect(pod.status?.containerStatuses).toMatchObject([
        { name: "redis", ready: true, started: true, restartCount: 0, state: { running: {} } },
      ]);
    });

    test("what happened to a pod is listed as events", async () => {
      const { core } = suite.admin();
      const reasons = await until("the event of the start", async () => {
        const fieldSelector = "involvedObject.name=plain";
        const found = (await core.listNamespacedEvent({ namespace, fieldSelector })).items.map(({ reason }) => reason);
        return found.includes("Started") && found;
      });
      expect(reasons).toEqual(expect.arrayContaining(["Scheduled", "Created", "Started"]));
    });

    test("a process listens on the pod's address", async () => {
      const { core, config } = suite.admin();
      await core.createNamespacedPod({ namespace, body: scriptPod("server", serve) });
      await untilRunning(suite.admin(), namespace, "server");
      const answer = await until("a PONG", async () => {
        const text = await shell(config, { namespace, name: "server" }, 'redis-cli -h "$POD_IP" ping');
        return text === "PONG" && text;
      });
      expect(answer).toBe("PONG");
    });

    test("a readiness probe decides on Ready, both ways", async () => {
      const { core, config } = suite.admin();
      const readinessProbe = {
        exec: { command: ["sh", "-c", 'test -e "$DATA_DIR/ready"'] },
        periodSeconds: 1,
        failureThreshold: 1,
      };
      await core.createNamespacedPod({ namespace, body: scriptPod("probed", idle, { readinessProbe }) });
      expect(isReady(await untilRunning(suite.admin(), namespace, "probed"))).toBe(false);
      const target = { namespace, name: "probed" };
      await shell(config, target, 'touch "$DATA_DIR/ready"');
      expect((await untilReady(suite.admin(), namespace, "probed")).status?.containerStatuses?.[0]?.ready).toBe(true);
      await shell(config, target, 'rm "$DATA_DIR/ready"');
      await untilPod(suite.admin(), { ...target, what: "unready" }, (pod) => !isReady(pod));
    });

    test("a TCP probe asks the pod's address", async () => {
      const { core } = suite.admin();
      const readinessProbe = { tcpSocket: { port: 6379 }, periodSeconds: 1 };
      await core.createNamespacedPod({ namespace, body: scriptPod("tcp", serve, { readinessProbe }) });
      await core.createNamespacedPod({ namespace, body: scriptPod("deaf", idle, { readinessProbe }) });
      await untilReady(suite.admin(), namespace, "tcp");
      expect(isReady(await untilRunning(suite.admin(), namespace, "deaf"))).toBe(false);
    });

    test("a failing liveness probe restarts the container", async () => {
      const { core, config } = suite.admin();
      const livenessProbe = {
        exec: { command: ["sh", "-c", '! test -e "$DATA_DIR/sick"'] },
        periodSeconds: 1,
        failureThreshold: 1,
      };
      const script = `rm -f "$DATA_DIR/sick"; ${idle}`;
      await core.createNamespacedPod({ namespace, body: scriptPod("live", script, { livenessProbe }) });
      await untilRunning(suite.admin(), namespace, "live");
      const target = { namespace, name: "live" };
      await shell(config, target, 'touch "$DATA_DIR/sick"');
      await untilPod(suite.admin(), { ...target, what: "restarted" }, (pod) => restarts(pod) === 1);
    });

    test("a container that exits is shown so, restarted in the same pod at the same address, then backs off", async () => {
      const { core, config } = suite.admin();
      // Kubernetes itself expands $(NAME) in commands, and reads $$ as one dollar: the shell's $$ is written twice.
      const script = `echo life >> "$DATA_DIR/lives"; trap 'exit 7' USR1; echo $$$$ > "$DATA_DIR/pid"; ${idle}`;
      const body = scriptPod("exits", script);
      await core.createNamespacedPod({ namespace, body });
      const first = await untilRunning(suite.admin(), namespace, "exits");
      const target = { namespace, name: "exits" };
      const watch = await watching(config, `/api/v1/namespaces/${namespace}/pods`, {
        fieldSelector: "metadata.name=exits",
        resourceVersion: first.metadata?.resourceVersion ?? "",
      });
      const kill = 'kill -USR1 "$(cat "$DATA_DIR/pid")"';
      await shell(config, target, kill);
      const again = await untilPod(suite.admin(), { ...target, what: "restarted" }, (pod) => {
        return restarts(pod) === 1 && pod.status?.containerStatuses?.[0]?.state?.running !== undefined;
      });
      watch.stop();
      expect(
        watch.seen.map(({ object }) => object.status?.containerStatuses?.[0]?.state?.terminated?.exitCode),
      ).toContain(7);
      expect(again.metadata?.uid).toBe(first.metadata?.uid);
      expect(again.status?.podIP).toBe(first.status?.podIP);
      expect(again.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
        exitCode: 7,
        reason: "Error",
      });
      expect(await shell(config, target, 'grep -c life "$DATA_DIR/lives"')).toBe("2");

      await shell(config, target, kill);
      const waiting = await untilPod(suite.admin(), { ...target, what: "backing off" }, (pod) => {
        return pod.status?.containerStatuses?.[0]?.state?.waiting?.reason === "CrashLoopBackOff";
      });
      expect(waiting.status?.phase).toBe("Running");
      expect(isReady(waiting)).toBe(false);
      expect(restarts(waiting)).toBe(1);
    });

    test("with restartPolicy Never a pod ends as its container did", async () => {
      const { core } = suite.admin();
      for (const [name, script] of [
        ["good", "exit 0"],
        ["bad", "exit 2"],
      ] as const) {
        const pod = scriptPod(name, script);
        const spec = { containers: [], ...pod.spec, restartPolicy: "Never" };
        await core.createNamespacedPod({ namespace, body: { ...pod, spec } });
      }
      await untilPod(
        suite.admin(),
        { namespace, name: "good", what: "done" },
        (pod) => pod.status?.phase === "Succeeded",
      );
      await untilPod(
        suite.admin(),
        { namespace, name: "bad", what: "failed" },
        (pod) => pod.status?.phase === "Failed",
      );
    });
  });
}

function restarts(pod: {
  readonly status?: { readonly containerStatuses?: { readonly restartCount: number }[] };
}): number {
  return pod.status?.containerStatuses?.[0]?.restartCount ?? 0;
}
