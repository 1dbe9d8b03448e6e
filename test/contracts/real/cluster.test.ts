import { clusterContract } from "../cluster.ts";
import { startClusterOn } from "../cluster-on-kubernetes.ts";
import { startRealKubernetes } from "./real-kubernetes.ts";

clusterContract("the adapter on a real cluster", async () => startClusterOn(await startRealKubernetes()));
