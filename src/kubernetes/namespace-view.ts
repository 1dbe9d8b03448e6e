import type { V1Pod, V1Service } from "@kubernetes/client-node";
import type { MemberKind, Pod } from "../domain/topology.ts";
import type { NamespaceView } from "../flows/ports.ts";
import { classify, type MemberRule } from "./member-rules.ts";
import { toMembers } from "./pod-view.ts";

/** A StatefulSet or ReplicationController: what its pods are is told by its template, even while there is none of them. */
export type Controller = {
  readonly replicas: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly string[];
  /** The controller's own, not its pods'. */
  readonly annotations?: Readonly<Record<string, string>>;
};

/** How pods are understood. `masterNameLabel` is the pods' label that holds the name that Sentinel knows. */
export type MemberView = { readonly memberRules: readonly MemberRule[]; readonly masterNameLabel: string };

export function toNamespaceView(
  found: {
    readonly pods: readonly V1Pod[];
    readonly controllers: readonly Controller[];
    readonly services: readonly V1Service[];
  },
  { memberRules, masterNameLabel }: MemberView,
): NamespaceView {
  const announced = announcedAddresses(found.services);
  const pods = found.pods
    .flatMap((pod) => toMembers(pod, memberRules))
    .map((pod) => withAnnounced(pod, announced.get(pod.name)))
    .toSorted((a, b) => compare(a.name, b.name));
  const redis = wantedOf("redis", found.controllers, memberRules);
  const sentinel = wantedOf("sentinel", found.controllers, memberRules);
  const masterLabel = findMasterLabel(found.services);
  const masterName = findMasterName(found.pods, memberRules, masterNameLabel);
  return {
    pods,
    wanted: { ...(redis !== undefined && { redis }), ...(sentinel !== undefined && { sentinel }) },
    ...(masterLabel !== undefined && { masterLabel }),
    ...(masterName !== undefined && { masterName }),
    ...(isAssisted(found.controllers, memberRules) && { assistedFailover: true }),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function wantedOf(
  kind: MemberKind,
  controllers: readonly Controller[],
  rules: readonly MemberRule[],
): number | undefined {
  const owners = controllers.filter((controller) => classify(controller, rules).some((found) => found.kind === kind));
  return owners.length === 0 ? undefined : owners.reduce((sum, { replicas }) => sum + replicas, 0);
}

/** On only where the annotation says exactly so: what acts by itself must have been asked for. */
function isAssisted(controllers: readonly Controller[], rules: readonly MemberRule[]): boolean {
  return controllers.some(
    (controller) =>
      controller.annotations?.["redis-ha/assisted-failover"] === "on" &&
      classify(controller, rules).some(({ kind }) => kind === "redis"),
  );
}

/** The key of the selector entry that asks for `master`: a bot that moves it moves the Service. */
function findMasterLabel(services: readonly V1Service[]): string | undefined {
  const selectors = services.flatMap(({ spec }) => Object.entries(spec?.selector ?? {}));
  return selectors.find(([, value]) => value === "master")?.[0];
}

const ofPodLabel = "redis-ha/of";
const podNameLabel = "statefulset.kubernetes.io/pod-name";

/** Our manifests' Services of single pods, whose addresses those announce: by the pod's name. */
function announcedAddresses(services: readonly V1Service[]): ReadonlyMap<string, string> {
  const own = services.flatMap(({ metadata, spec }) => {
    const pod = spec?.selector?.[podNameLabel];
    const isOwn = metadata?.labels?.[ofPodLabel] === "pod" && pod !== undefined;
    return isOwn && spec?.clusterIP !== undefined ? [[pod, spec.clusterIP] as const] : [];
  });
  return new Map(own);
}

function withAnnounced(pod: Pod, announces: string | undefined): Pod {
  return announces === undefined ? pod : { ...pod, announces };
}

/** What the pods' label says, else what their processes are told. Undefined, too, where they differ: then only Sentinel can tell. */
function findMasterName(pods: readonly V1Pod[], rules: readonly MemberRule[], label: string): string | undefined {
  const names = new Set(
    pods.flatMap((pod) => toMembers(pod, rules).map((member) => member.labels[label] ?? toldName(pod))),
  );
  names.delete(undefined);
  return names.size === 1 ? [...names][0] : undefined;
}

/** `MASTER_NAME` of the pod's containers; the namespace, where our manifests say `$(POD_NAMESPACE)`. */
function toldName(pod: V1Pod): string | undefined {
  const variables = (pod.spec?.containers ?? []).flatMap(({ env }) => env ?? []);
  const value = variables.find(({ name }) => name === "MASTER_NAME")?.value;
  return value === "$(POD_NAMESPACE)" ? pod.metadata?.namespace : value;
}
