import { z } from "zod";
import { fieldsIn, type KubeObject } from "../kube-object.ts";
import { isMeant, LabelSelector } from "../label-selector.ts";
import type { Store } from "../store.ts";
import { isOver } from "./pods.ts";

const Wishes = z.looseObject({
  nodeSelector: z.record(z.string(), z.string()).default({}),
  affinity: z
    .looseObject({
      podAntiAffinity: z
        .looseObject({
          requiredDuringSchedulingIgnoredDuringExecution: z
            .array(z.looseObject({ topologyKey: z.string(), labelSelector: LabelSelector.optional() }))
            .default([]),
        })
        .optional(),
    })
    .optional(),
  volumes: z
    .array(z.looseObject({ persistentVolumeClaim: z.looseObject({ claimName: z.string() }).optional() }))
    .default([]),
});
type Wishes = z.infer<typeof Wishes>;

/** The nodes that may take a pod; where there is none, why, in the scheduler's words. */
export function fittingNodes(
  store: Store,
  pod: KubeObject,
): { readonly names: readonly string[]; readonly why: string } {
  const wishes = Wishes.parse(pod["spec"]);
  const nodes = store.list("nodes");
  const lacking = missingClaim(store, pod, wishes);
  const found = nodes.map((node) => ({ node, fault: lacking ?? faultOf(store, pod, wishes, node) }));
  const names = found.flatMap(({ node, fault }) => (fault === undefined ? [node.metadata.name] : []));
  const faults = found.flatMap(({ fault }) => fault ?? []);
  const counted = [...new Set(faults)].map((fault) => `${faults.filter((one) => one === fault).length} ${fault}`);
  const reasons = lacking ?? counted.toSorted().join(", ");
  return { names, why: `0/${nodes.length} nodes are available: ${reasons}.` };
}

function missingClaim(store: Store, { metadata }: KubeObject, { volumes }: Wishes): string | undefined {
  const names = volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  const lacking = names.find((name) => !store.read("persistentvolumeclaims", metadata.namespace ?? "", name));
  return lacking === undefined ? undefined : `persistentvolumeclaim "${lacking}" not found`;
}

function faultOf(store: Store, pod: KubeObject, wishes: Wishes, node: KubeObject): string | undefined {
  if (fieldsIn(node["spec"])["unschedulable"] === true) return "node(s) were unschedulable";
  const labels = node.metadata.labels ?? {};
  const isSelected = Object.entries(wishes.nodeSelector).every(([key, value]) => labels[key] === value);
  if (!isSelected) return "node(s) didn't match Pod's node affinity/selector";
  return hasOneToAvoid(store, pod, wishes, node) ? "node(s) didn't match pod anti-affinity rules" : undefined;
}

/** Whether a pod that this one must not meet runs where the topology is the same. Who is told to go still counts. */
function hasOneToAvoid(store: Store, pod: KubeObject, { affinity }: Wishes, node: KubeObject): boolean {
  const terms = affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const placed = store.list("pods", pod.metadata.namespace).filter((other) => !isOver(other));
  return terms.some(({ topologyKey, labelSelector }) =>
    placed.some((other) => {
      const nodeName = String(fieldsIn(other["spec"])["nodeName"] ?? "");
      const there = store.read("nodes", "", nodeName)?.metadata.labels?.[topologyKey];
      return isMeant(labelSelector, other) && there !== undefined && there === node.metadata.labels?.[topologyKey];
    }),
  );
}
