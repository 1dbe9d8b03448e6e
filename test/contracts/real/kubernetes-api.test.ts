import { kubernetesApiContract } from "../kubernetes-api.ts";
import { startRealKubernetes } from "./real-kubernetes.ts";

kubernetesApiContract("a real cluster", startRealKubernetes);
