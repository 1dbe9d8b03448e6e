import { clusterContract } from "../cluster.ts";
import { startClusterOn } from "../cluster-on-kubernetes.ts";
import { requireKubeconfig, startRealKubernetes } from "./real-kubernetes.ts";

requireKubeconfig();
clusterContract("the adapter on a real cluster", async () => startClusterOn(await startRealKubernetes()));
