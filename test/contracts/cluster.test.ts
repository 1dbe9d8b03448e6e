import { startWholeKubernetes } from "../sandbox/start-whole-kubernetes.ts";
import { clusterContract } from "./cluster.ts";
import { startClusterOn } from "./cluster-on-kubernetes.ts";
import { underTest } from "./sandbox-kubernetes.ts";

clusterContract("the adapter on the sandbox's Kubernetes", async () =>
  startClusterOn(underTest(await startWholeKubernetes())),
);
