import { randomBytes } from "node:crypto";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { requireKubeconfig } from "../contracts/real/real-kubernetes.ts";
import type { Ground } from "../stories/ground.ts";
import { tellLostGroup } from "../stories/lost-group.ts";

const kubeconfigFile = requireKubeconfig();

tellLostGroup("a real Kubernetes", async (): Promise<Ground> => {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  const namespace = `story-${randomBytes(3).toString("hex")}`;
  return {
    kubeConfig,
    kubeconfigFile,
    namespace,
    stop: async () => {
      await kubeConfig.makeApiClient(CoreV1Api).deleteNamespace({ name: namespace });
    },
  };
});
