import { type Fields, fieldsIn, type Manifest } from "../kube-object.ts";
import { each } from "./container.ts";
import { networkPolicyDefaults } from "./network-policy.ts";
import { ownPodSpecDefaults } from "./pod-spec.ts";
import { serviceDefaults } from "./service.ts";
import { volumeClaimDefaults } from "./volume-claim.ts";
import {
  deploymentDefaults,
  replicaSetDefaults,
  replicationControllerDefaults,
  statefulSetDefaults,
} from "./workloads.ts";

const changesOf: Readonly<Record<string, (object: Manifest) => Fields>> = {
  Pod: ({ spec }) => ({ spec: ownPodSpecDefaults(fieldsIn(spec)) }),
  Service: ({ spec }) => ({ spec: serviceDefaults(fieldsIn(spec)) }),
  StatefulSet: ({ spec }) => ({ spec: statefulSetDefaults(fieldsIn(spec)) }),
  Deployment: ({ spec }) => ({ spec: deploymentDefaults(fieldsIn(spec)) }),
  ReplicaSet: ({ spec }) => ({ spec: replicaSetDefaults(fieldsIn(spec)) }),
  PersistentVolumeClaim: ({ spec }) => ({ spec: volumeClaimDefaults(fieldsIn(spec)) }),
  NetworkPolicy: ({ spec }) => ({ spec: networkPolicyDefaults(fieldsIn(spec)) }),
  ReplicationController: ({ spec, metadata }) => {
    const filled = replicationControllerDefaults(fieldsIn(spec));
    const labels = metadata.labels ?? fieldsIn(fieldsIn(filled["template"])["metadata"])["labels"];
    return { spec: filled, ...(labels === undefined ? {} : { metadata: { ...metadata, labels } }) };
  },
  Namespace: ({ metadata, spec }) => ({
    metadata: { ...metadata, labels: { ...metadata.labels, "kubernetes.io/metadata.name": metadata.name ?? "" } },
    spec: { finalizers: ["kubernetes"], ...fieldsIn(spec) },
  }),
  EndpointSlice: (slice) => ({
    ...each(slice, "ports", (port) => ({ name: "", protocol: "TCP", ...port })),
    ...each(slice, "endpoints", (endpoint) => ({ conditions: {}, ...endpoint })),
  }),
  Event: (event) => ({
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: null,
    reportingComponent: "",
    reportingInstance: "",
    ...event,
  }),
};

/** The object with all that a server fills in by itself, twice as well as once. */
export function withDefaults(object: Manifest): Manifest {
  if (object.kind === "Secret") return secretWithDefaults(object);
  const change = changesOf[object.kind];
  return change === undefined ? object : { ...object, ...change(object) };
}

// What was written as text is kept in base64, and wins.
function secretWithDefaults({ stringData, data, type, ...secret }: Manifest): Manifest {
  const written = Object.entries(fieldsIn(stringData)).map(([key, value]) => [key, toBase64(String(value))]);
  const all = { ...fieldsIn(data), ...Object.fromEntries(written) };
  return { ...secret, ...(Object.keys(all).length > 0 && { data: all }), type: type ?? "Opaque" };
}

function toBase64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
