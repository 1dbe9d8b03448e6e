import { type Fields, fieldsIn, type Manifest } from "../kube-object.ts";
import { qualityOfService } from "./quality-of-service.ts";

const statusOf: Readonly<Record<string, (object: Manifest) => Fields>> = {
  Pod: ({ spec }) => ({ phase: "Pending", qosClass: qualityOfService(fieldsIn(spec)) }),
  Service: () => ({ loadBalancer: {} }),
  StatefulSet: () => ({ replicas: 0, availableReplicas: 0 }),
  Deployment: () => ({}),
  ReplicaSet: () => ({ replicas: 0 }),
  ReplicationController: () => ({ replicas: 0 }),
  Namespace: () => ({ phase: "Active" }),
  PersistentVolumeClaim: () => ({ phase: "Pending" }),
  PodDisruptionBudget: () => ({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }),
};

/** The status that an object is born with: its maker has no say in it. */
export function withFirstStatus({ status: _, ...object }: Manifest): Manifest {
  const status = statusOf[object.kind];
  return status === undefined ? object : { ...object, status: status(object) };
}
