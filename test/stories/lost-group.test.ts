import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { startWholeKubernetes } from "../sandbox/start-whole-kubernetes.ts";
import type { Ground } from "./ground.ts";
import { tellLostGroup } from "./lost-group.ts";

tellLostGroup("the sandbox's Kubernetes", async (): Promise<Ground> => {
  const kubernetes = await startWholeKubernetes();
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(kubernetes.kubeConfigFor("admin"));
  const directory = mkdtempSync(join(tmpdir(), "redis-ha-story-"));
  const kubeconfigFile = join(directory, "kubeconfig");
  writeFileSync(kubeconfigFile, kubernetes.kubeConfigFor("bot"));
  return {
    kubeConfig,
    kubeconfigFile,
    namespace: "story-here",
    stop: async () => {
      await kubernetes.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
});
