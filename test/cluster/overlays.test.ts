import { CoreV1Api } from "@kubernetes/client-node";
import { clusterGround } from "../bench/failover/ground.ts";
import { giveBackVolumes } from "../contracts/real/give-back-volumes.ts";
import { requireKubeconfig } from "../contracts/real/real-kubernetes.ts";
import { tellOverlays } from "../stories/overlays.ts";
import { routeToServices } from "./route-to-services.ts";

const kubeconfigFile = requireKubeconfig();

tellOverlays("a real Kubernetes", async () => {
  const ground = clusterGround({ kubeconfigFile });
  await routeToServices(ground.kubeConfig);
  const stop = async () => {
    await ground.stop();
    // A namespace that ends would wait for a master that waits for successors.
    const core = ground.kubeConfig.makeApiClient(CoreV1Api);
    await core.deleteCollectionNamespacedPod({ namespace: ground.namespace, gracePeriodSeconds: 0 });
    await giveBackVolumes(ground.kubeConfig, [ground.namespace]);
  };
  return { ...ground, stop };
});
