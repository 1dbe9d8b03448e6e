import { randomBytes } from "node:crypto";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import type { KubernetesUnderTest, Role } from "./kubernetes-under-test.ts";

/** What of the sandbox's Kubernetes, with or without its kubelet, a contract suite needs. */
type Sandbox = {
  readonly kubeConfigFor: (role: Role) => string;
  readonly faults: { readonly compact: () => void };
  readonly close: () => Promise<void>;
};

export function underTest(sandbox: Sandbox): KubernetesUnderTest {
  const kubeConfigFor = (role: Role): KubeConfig => {
    const config = new KubeConfig();
    config.loadFromString(sandbox.kubeConfigFor(role));
    return config;
  };
  const core = kubeConfigFor("admin").makeApiClient(CoreV1Api);
  async function freshNamespace(): Promise<string> {
    const name = `rhb-${randomBytes(4).toString("hex")}`;
    await core.createNamespace({ body: { metadata: { name } } });
    return name;
  }
  return {
    kubeConfigFor,
    freshNamespace,
    async expiredVersion() {
      const { metadata } = await core.listNamespace();
      await freshNamespace();
      sandbox.faults.compact();
      return { path: "/api/v1/namespaces", resourceVersion: metadata?.resourceVersion ?? "" };
    },
    stop: sandbox.close,
  };
}
