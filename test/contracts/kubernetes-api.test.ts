import { startWholeKubernetes } from "../sandbox/start-whole-kubernetes.ts";
import { kubernetesApiContract } from "./kubernetes-api.ts";
import { underTest } from "./sandbox-kubernetes.ts";

kubernetesApiContract("the sandbox's Kubernetes", async () => underTest(await startWholeKubernetes()));
