import { kubernetesApiContract } from "../kubernetes-api.ts";
import { requireKubeconfig, startRealKubernetes } from "./real-kubernetes.ts";

requireKubeconfig();
kubernetesApiContract("a real cluster", startRealKubernetes);
