import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localRuntime } from "./api-under-test.ts";
import { type Kubernetes, startKubernetes } from "./start-kubernetes.ts";

let kubernetes: Kubernetes;
let core: CoreV1Api;
const closed: string[] = [];
beforeAll(async () => {
  kubernetes = await startKubernetes({
    addresses: { next: () => "127.40.0.1", close: () => void closed.push("addresses") },
    startMachinery: async () => ({ runtime: localRuntime, close: async () => void closed.push("machinery") }),
  });
  const config = new KubeConfig();
  config.loadFromString(kubernetes.kubeConfigFor("admin"));
  core = config.makeApiClient(CoreV1Api);
});
afterAll(() => kubernetes.close().catch(() => {}));

test("begins with a namespace and its account, and comes back to that", async () => {
  const names = async () => (await core.listNamespace()).items.map(({ metadata }) => metadata?.name);
  expect(await names()).toEqual(["default"]);
  await core.createNamespace({ body: { metadata: { name: "shop" } } });
  const body = { metadata: { name: "held", finalizers: ["a.b/c"] } };
  await core.createNamespacedConfigMap({ namespace: "shop", body });
  kubernetes.reset();
  expect(await names()).toEqual(["default"]);
  expect((await core.listConfigMapForAllNamespaces()).items).toEqual([]);
  expect(
    (await core.readNamespacedServiceAccount({ namespace: "default", name: "default" })).metadata?.uid,
  ).toBeTruthy();
});

test("closes what it started, the addresses last", async () => {
  await kubernetes.close();
  expect(closed).toEqual(["machinery", "addresses"]);
  await expect(core.listNamespace()).rejects.toThrow();
});
