import { clusterGround } from "../bench/failover/ground.ts";
import { requireKubeconfig } from "../contracts/real/real-kubernetes.ts";
import { tellDeletedIsNotLost } from "../stories/deleted-is-not-lost.ts";
import { routeToServices } from "./route-to-services.ts";

const kubeconfigFile = requireKubeconfig();

tellDeletedIsNotLost(
  "a real Kubernetes",
  async () => {
    const ground = clusterGround({ kubeconfigFile });
    await routeToServices(ground.kubeConfig);
    return ground;
  },
  "short",
);
