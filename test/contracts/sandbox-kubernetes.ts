import { randomBytes } from "node:crypto";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { startApiServer } from "../sandbox/kubernetes/api/start-api-server.ts";
import { createStore } from "../sandbox/kubernetes/store.ts";
import type { KubernetesUnderTest, Role } from "./kubernetes-under-test.ts";

/** The sandbox's Kubernetes, started for one suite. */
export async function startSandboxKubernetes(): Promise<KubernetesUnderTest> {
  let last = 1;
  const store = createStore();
  const api = await startApiServer({
    store,
    addresses: { next: () => `127.40.0.${last++}` },
    runtime: { exec: async () => ({ exitCode: 0 }), logs: async function* () {} },
  });
  const configs = new Map<Role, KubeConfig>();
  const kubeConfigFor = (role: Role): KubeConfig => {
    const config = configs.get(role) ?? new KubeConfig();
    if (!configs.has(role)) config.loadFromString(api.kubeConfigFor(role));
    configs.set(role, config);
    return config;
  };
  const core = kubeConfigFor("admin").makeApiClient(CoreV1Api);
  return {
    kubeConfigFor,
    async freshNamespace() {
      const name = `rhb-${randomBytes(4).toString("hex")}`;
      await core.createNamespace({ body: { metadata: { name } } });
      return name;
    },
    async expiredVersion() {
      const { metadata } = await core.listNamespace();
      await core.createNamespace({ body: { metadata: { name: `rhb-${randomBytes(4).toString("hex")}` } } });
      api.faults.compact();
      return { path: "/api/v1/namespaces", resourceVersion: metadata?.resourceVersion ?? "" };
    },
    stop: api.close,
  };
}
