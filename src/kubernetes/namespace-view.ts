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
  const pods = found.pods.flatMap((pod) => toMembers(pod, memberRules)).toSorted((a, b) => compare(a.name, b.name));
  const redis = wantedOf("redis", found.controllers, memberRules);
  const sentinel = wantedOf("sentinel", found.controllers, memberRules);
  const masterLabel = findMasterLabel(found.services);
  const masterName = findMasterName(pods, masterNameLabel);
  return {
    pods,
    wanted: { ...(redis !== undefined && { redis }), ...(sentinel !== undefined && { sentinel }) },
    ...(masterLabel !== undefined && { masterLabel }),
    ...(masterName !== undefined && { masterName }),
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

/** The key of the selector entry that asks for `master`: a bot that moves it moves the Service. */
function findMasterLabel(services: readonly V1Service[]): string | undefined {
  const selectors = services.flatMap(({ spec }) => Object.entries(spec?.selector ?? {}));
  return selectors.find(([, value]) => value === "master")?.[0];
}

/** Undefined, too, where pods carry different names: then only Sentinel can tell which is which. */
function findMasterName(pods: readonly Pod[], label: string): string | undefined {
  const names = new Set(pods.flatMap((pod) => pod.labels[label] ?? []));
  return names.size === 1 ? [...names][0] : undefined;
}
