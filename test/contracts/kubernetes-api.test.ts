import { kubernetesApiContract } from "./kubernetes-api.ts";
import { startSandboxKubernetes } from "./sandbox-kubernetes.ts";

kubernetesApiContract("the sandbox", startSandboxKubernetes);
