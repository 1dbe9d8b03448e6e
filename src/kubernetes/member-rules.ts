import type { MemberKind } from "../domain/topology.ts";

/** Which pods are members of a group: all the labels, and one of the containers (in order of preference; none: the first). */
export type MemberRule = {
  readonly kind: MemberKind;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly string[];
  readonly port: number;
};

/** Our own manifests' labels, and those of the Kubernetes project's Redis example, whose first pod is both at once. */
export const defaultMemberRules: readonly MemberRule[] = [
  {
    kind: "redis",
    labels: { "app.kubernetes.io/name": "redis-ha", "app.kubernetes.io/component": "redis" },
    containers: ["redis"],
    port: 6379,
  },
  {
    kind: "sentinel",
    labels: { "app.kubernetes.io/name": "redis-ha", "app.kubernetes.io/component": "sentinel" },
    containers: ["sentinel"],
    port: 26379,
  },
  { kind: "redis", labels: { name: "redis" }, containers: ["redis", "master"], port: 6379 },
  { kind: "sentinel", labels: { "redis-sentinel": "true" }, containers: ["sentinel"], port: 26379 },
];

export type Membership = { readonly kind: MemberKind; readonly container: string; readonly port: number };

/** What a pod (or a controller's pod template) is: nothing, one, or both kinds; the first rule of a kind decides. */
export function classify(
  pod: { readonly labels: Readonly<Record<string, string>>; readonly containers: readonly string[] },
  rules: readonly MemberRule[],
): readonly Membership[] {
  const found = new Map<MemberKind, Membership>();
  for (const rule of rules) {
    const container = matchingContainer(pod, rule);
    if (container === undefined || found.has(rule.kind)) continue;
    found.set(rule.kind, { kind: rule.kind, container, port: rule.port });
  }
  return [...found.values()];
}

function matchingContainer(
  pod: { readonly labels: Readonly<Record<string, string>>; readonly containers: readonly string[] },
  rule: MemberRule,
): string | undefined {
  const isLabelled = Object.entries(rule.labels).every(([key, value]) => pod.labels[key] === value);
  if (!isLabelled) return undefined;
  if (rule.containers.length === 0) return pod.containers[0];
  return rule.containers.find((name) => pod.containers.includes(name));
}
