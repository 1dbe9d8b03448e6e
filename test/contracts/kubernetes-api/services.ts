import { PatchStrategy } from "@kubernetes/client-node";
import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import { failure, patchAs, type Suite } from "./clients.ts";
import { shell } from "./run-in-pod.ts";
import { idle, scriptPod, serve, untilReady, untilRunning } from "./test-pod.ts";

export function describeServices(suite: Suite): void {
  describe("Services", () => {
    let namespace = "";
    let frontIp = "";
    const readinessProbe = {
      exec: { command: ["sh", "-c", 'test -e "$DATA_DIR/ready"'] },
      periodSeconds: 1,
      failureThreshold: 1,
    };
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
      const { core } = suite.admin();
      await core.createNamespacedPod({ namespace, body: scriptPod("client", idle) });
      for (const name of ["one", "two"]) {
        await core.createNamespacedPod({ namespace, body: scriptPod(name, serve, { readinessProbe }) });
      }
      for (const name of ["client", "one", "two"]) await untilRunning(suite.admin(), namespace, name);
      frontIp = await makeService("front", { app: "one" });
    });

    async function makeService(name: string, selector: Record<string, string>, more: object = {}): Promise<string> {
      const ports = [{ name: "redis", port: 6379 }];
      const body = { metadata: { name }, spec: { selector, ports, ...more } };
      const service = await suite.admin().core.createNamespacedService({ namespace, body });
      return service.spec?.clusterIP ?? "";
    }

    async function addresses(
      service: string,
    ): Promise<{ ip: string; ready: boolean | undefined; pod: string | undefined }[]> {
      const labelSelector = `kubernetes.io/service-name=${service}`;
      const { items } = await suite.admin().discovery.listNamespacedEndpointSlice({ namespace, labelSelector });
      return items
        .flatMap(({ endpoints }) => endpoints ?? [])
        .map((endpoint) => ({
          ip: endpoint.addresses[0] ?? "",
          ready: endpoint.conditions?.ready,
          pod: endpoint.targetRef?.name,
        }));
    }

    function readyPods(service: string): Promise<(string | undefined)[]> {
      return addresses(service).then((all) => all.filter(({ ready }) => ready).map(({ pod }) => pod));
    }

    /** What a Redis client in a pod is told on the Service's address. */
    function ask(ip: string): Promise<string> {
      return shell(
        suite.admin().config,
        { namespace, name: "client" },
        `timeout 5 redis-cli -h ${ip} -p 6379 ping 2>&1`,
      );
    }

    test("a Service has an address of its own that refuses while nobody is ready", async () => {
      expect(frontIp).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      await until("the pod is known, unready", async () =>
        (await addresses("front")).some(({ ready }) => ready === false),
      );
      const answer = await until("a refusal", async () => {
        const text = await ask(frontIp);
        return text.includes("Connection refused") && text;
      });
      expect(answer).toMatch(/^Could not connect to Redis at .*: Connection refused/);
    });

    test("publishNotReadyAddresses names all of them as ready", async () => {
      const ip = await makeService("all", { app: "one" }, { clusterIP: "None", publishNotReadyAddresses: true });
      expect(ip).toBe("None");
      const [address] = await until("an address", async () => {
        const found = await addresses("all");
        return found.length > 0 && found;
      });
      expect(address).toMatchObject({ pod: "one", ready: true });
    });

    test("a Service forwards to a pod once that is ready", async () => {
      const { config } = suite.admin();
      await shell(config, { namespace, name: "one" }, 'touch "$DATA_DIR/ready"');
      const pod = await untilReady(suite.admin(), namespace, "one");
      await until("a ready endpoint", async () => (await readyPods("front")).includes("one"));
      expect((await addresses("front")).map(({ ip }) => ip)).toEqual([pod.status?.podIP]);
      const answer = await until("a PONG", async () => {
        const text = await ask(frontIp);
        return text === "PONG" && text;
      });
      expect(answer).toBe("PONG");
    });

    test("a label that moves from one pod to another moves the Service", async () => {
      const { core, config } = suite.admin();
      const label = (name: string, role: string | null) =>
        core.patchNamespacedPod(
          { namespace, name, body: { metadata: { labels: { role } } } },
          patchAs(PatchStrategy.MergePatch),
        );
      await shell(config, { namespace, name: "two" }, 'touch "$DATA_DIR/ready"');
      await untilReady(suite.admin(), namespace, "two");
      for (const name of ["one", "two"])
        await shell(config, { namespace, name }, `redis-cli -h "$POD_IP" set name ${name}`);
      await label("one", "master");
      const ip = await makeService("master", { role: "master" });
      const who = () => shell(config, { namespace, name: "client" }, `timeout 5 redis-cli -h ${ip} get name 2>&1`);
      await until("one answers", async () => (await who()) === "one");
      await label("one", null);
      await label("two", "master");
      await until("two answers", async () => (await who()) === "two");
      expect(await readyPods("master")).toEqual(["two"]);
    });

    test("a pod that is told to go leaves the endpoints", async () => {
      const { core } = suite.admin();
      await core.deleteNamespacedPod({ namespace, name: "two" });
      await until("no ready endpoint", async () => (await readyPods("master")).length === 0);
      const service = await core.readNamespacedService({ namespace, name: "master" });
      await until("a refusal", async () => (await ask(service.spec?.clusterIP ?? "")).includes("Connection refused"));
    });

    test("a Service's endpoints go with it", async () => {
      const { core } = suite.admin();
      await core.deleteNamespacedService({ namespace, name: "front" });
      expect(await failure(core.readNamespacedService({ namespace, name: "front" }))).toMatchObject({ code: 404 });
      await until("no slices", async () => (await addresses("front")).length === 0);
    });
  });
}
