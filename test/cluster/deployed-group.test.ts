import { clusterGround } from "../bench/failover/ground.ts";
import { requireKubeconfig } from "../contracts/real/real-kubernetes.ts";
import { tellDeployedGroup } from "../stories/deployed-group.ts";
import { routeToServices } from "./route-to-services.ts";

const kubeconfigFile = requireKubeconfig();

tellDeployedGroup("a real Kubernetes", async () => {
  const ground = clusterGround({ kubeconfigFile });
  await routeToServices(ground.kubeConfig);
  return ground;
});
