/** One kind of object that the sandbox serves. */
export type Resource = {
  readonly plural: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly singular: string;
  readonly shortNames?: readonly string[];
  readonly subresources?: readonly string[];
  /** Whether a change of its spec counts as a new generation. */
  readonly generations?: true;
  /** Whether a deletion that is over at once answers the object instead of a Status. */
  readonly answersDeleted?: true;
  /** Whether a PUT of what is not there makes it. */
  readonly createsOnUpdate?: true;
  /** Whether a PUT must say which version it changes. */
  readonly mustNameVersion?: true;
};

const core = { group: "", version: "v1", namespaced: true } as const;

/** Everything that is served; what is not in here answers 501. */
export const resources: readonly Resource[] = [
  {
    ...core,
    plural: "pods",
    singular: "pod",
    kind: "Pod",
    shortNames: ["po"],
    subresources: ["status", "log", "exec", "eviction"],
    generations: true,
    answersDeleted: true,
  },
  {
    ...core,
    plural: "services",
    singular: "service",
    kind: "Service",
    shortNames: ["svc"],
    subresources: ["status"],
    answersDeleted: true,
    createsOnUpdate: true,
  },
  { ...core, plural: "configmaps", singular: "configmap", kind: "ConfigMap", shortNames: ["cm"] },
  { ...core, plural: "secrets", singular: "secret", kind: "Secret" },
  { ...core, plural: "events", singular: "event", kind: "Event", shortNames: ["ev"], createsOnUpdate: true },
  {
    ...core,
    plural: "serviceaccounts",
    singular: "serviceaccount",
    kind: "ServiceAccount",
    shortNames: ["sa"],
    answersDeleted: true,
  },
  {
    ...core,
    plural: "persistentvolumeclaims",
    singular: "persistentvolumeclaim",
    kind: "PersistentVolumeClaim",
    shortNames: ["pvc"],
    subresources: ["status"],
    answersDeleted: true,
  },
  {
    ...core,
    plural: "replicationcontrollers",
    singular: "replicationcontroller",
    kind: "ReplicationController",
    shortNames: ["rc"],
    subresources: ["status", "scale"],
    generations: true,
  },
  {
    ...core,
    namespaced: false,
    plural: "namespaces",
    singular: "namespace",
    kind: "Namespace",
    shortNames: ["ns"],
    subresources: ["status"],
  },
  {
    ...core,
    namespaced: false,
    plural: "nodes",
    singular: "node",
    kind: "Node",
    shortNames: ["no"],
    subresources: ["status"],
  },
  {
    ...core,
    group: "apps",
    plural: "statefulsets",
    singular: "statefulset",
    kind: "StatefulSet",
    shortNames: ["sts"],
    subresources: ["status", "scale"],
    generations: true,
  },
  {
    ...core,
    group: "apps",
    plural: "deployments",
    singular: "deployment",
    kind: "Deployment",
    shortNames: ["deploy"],
    subresources: ["status", "scale"],
    generations: true,
  },
  {
    ...core,
    group: "apps",
    plural: "replicasets",
    singular: "replicaset",
    kind: "ReplicaSet",
    shortNames: ["rs"],
    subresources: ["status", "scale"],
    generations: true,
  },
  {
    ...core,
    group: "networking.k8s.io",
    plural: "networkpolicies",
    singular: "networkpolicy",
    kind: "NetworkPolicy",
    shortNames: ["netpol"],
    generations: true,
  },
  {
    ...core,
    group: "discovery.k8s.io",
    plural: "endpointslices",
    singular: "endpointslice",
    kind: "EndpointSlice",
    generations: true,
  },
  {
    ...core,
    group: "coordination.k8s.io",
    plural: "leases",
    singular: "lease",
    kind: "Lease",
    createsOnUpdate: true,
    mustNameVersion: true,
  },
  {
    ...core,
    group: "policy",
    plural: "poddisruptionbudgets",
    singular: "poddisruptionbudget",
    kind: "PodDisruptionBudget",
    shortNames: ["pdb"],
    subresources: ["status"],
    generations: true,
    mustNameVersion: true,
  },
];

export type Plural = string;

/** The resource with this plural name in a group and version; undefined where the sandbox has none. */
export function findResource(group: string, version: string, plural: Plural): Resource | undefined {
  return resources.find((known) => known.plural === plural && known.group === group && known.version === version);
}

/** A resource that the code itself names. */
export function resourceNamed(plural: Plural): Resource {
  const found = resources.find((known) => known.plural === plural);
  if (!found) throw new Error(`The sandbox has no resource ${plural}.`);
  return found;
}

/** `v1`, `apps/v1`. */
export function apiVersionOf(resource: Resource): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

/** Whether its status is written only through the subresource. */
export function hasOwnStatus(resource: Resource): boolean {
  return resource.subresources?.includes("status") ?? false;
}

/** `pods`, `statefulsets.apps`: how Kubernetes' messages name a resource. */
export function qualifiedName(resource: Pick<Resource, "plural" | "group">): string {
  return resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
}
