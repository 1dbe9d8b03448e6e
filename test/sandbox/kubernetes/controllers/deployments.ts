import { createHash } from "node:crypto";
import { z } from "zod";
import { newObject } from "../api/new-object.ts";
import { controllerOf, fieldsIn, type KubeObject, type Manifest, ownedBy } from "../kube-object.ts";
import { resourceNamed } from "../resources.ts";
import type { Store } from "../store.ts";
import { forEach } from "./for-each.ts";
import { isDeleting, isReady, PodTemplate, writeStatus } from "./pods.ts";
import { livingPods } from "./replica-sets.ts";
import { Share, shareOf } from "./share-of.ts";

const Spec = z.looseObject({
  replicas: z.number().default(1),
  selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()).default({}) }),
  strategy: z
    .looseObject({
      type: z.string().default("RollingUpdate"),
      rollingUpdate: z.looseObject({ maxSurge: Share.default("25%"), maxUnavailable: Share.default("25%") }).optional(),
    })
    .default({ type: "RollingUpdate" }),
  template: PodTemplate,
});
type Spec = z.infer<typeof Spec>;
type Look = { readonly store: Store; readonly deployment: KubeObject; readonly spec: Spec };

const revisionKey = "deployment.kubernetes.io/revision";
const hashKey = "pod-template-hash";

/** Deployments: a ReplicaSet for each template, the newest grown and the others shrunk within surge and unavailability. */
export function reconcileDeployments(store: Store): void {
  forEach(store, "deployments", (deployment) => {
    if (isDeleting(deployment)) return;
    const look = { store, deployment, spec: Spec.parse(deployment["spec"]) };
    const hash = hashOf(look.spec.template);
    if (setsOf(look).every((set) => !isOf(set, hash))) makeSet(look, hash);
    const sets = setsOf(look);
    const old = sets.filter((set) => !isOf(set, hash));
    for (const set of sets.filter((one) => isOf(one, hash))) grow(look, set, sets);
    shrink(look, old, sets);
    showStatus(look, hash);
  });
}

function hashOf(template: PodTemplate): string {
  return createHash("sha1").update(JSON.stringify(template)).digest("hex").slice(0, 10);
}

function isOf(set: KubeObject, hash: string): boolean {
  return set.metadata.labels?.[hashKey] === hash;
}

function setsOf({ store, deployment }: Pick<Look, "store" | "deployment">): readonly KubeObject[] {
  const sets = store.list("replicasets", deployment.metadata.namespace);
  return sets.filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
}

function makeSet({ store, deployment, spec }: Look, hash: string): void {
  const { namespace = "", name } = deployment.metadata;
  const labels = { ...spec.template.metadata?.labels, [hashKey]: hash };
  const revision = `${setsOf({ store, deployment }).length + 1}`;
  const manifest: Manifest = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { [revisionKey]: revision },
      ownerReferences: [ownedBy(deployment)],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: { ...spec.selector.matchLabels, [hashKey]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
  store.write("replicasets", newObject({ now: () => new Date() }, resourceNamed("replicasets"), manifest, namespace));
}

function grow(look: Look, set: KubeObject, sets: readonly KubeObject[]): void {
  const { spec } = look;
  const { surge } = limits(spec);
  const others = sets.filter((one) => one !== set);
  const room = spec.replicas + surge - sum(sets.map(wantedBy));
  const isAlone = others.every((one) => wantedBy(one) === 0);
  const next = isAlone ? spec.replicas : Math.min(spec.replicas, wantedBy(set) + Math.max(0, room));
  scale(look, set, isRecreate(spec) && others.some((one) => podCount(look, one) > 0) ? 0 : next);
}

/** Those first that are not ready: they serve nobody. */
function shrink(look: Look, old: readonly KubeObject[], sets: readonly KubeObject[]): void {
  const { store, spec } = look;
  const { unavailable } = limits(spec);
  let spare = sum(sets.map((set) => readyCount(look, set))) - (spec.replicas - unavailable);
  for (const set of old) {
    const idle = livingPods(store, set).filter((pod) => !isReady(pod)).length;
    const removable = isRecreate(spec) ? wantedBy(set) : Math.min(wantedBy(set), idle + Math.max(0, spare));
    spare -= Math.max(0, removable - idle);
    scale(look, set, wantedBy(set) - removable);
  }
}

function isRecreate(spec: Spec): boolean {
  return spec.strategy.type === "Recreate";
}

/** How many more and how many fewer than wanted there may be; a share is rounded up for more, down for fewer. */
function limits({ replicas, strategy }: Spec): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge = "25%", maxUnavailable = "25%" } = strategy.rollingUpdate ?? {};
  const surge = Math.ceil(shareOf(maxSurge, replicas));
  const unavailable = Math.floor(shareOf(maxUnavailable, replicas));
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function wantedBy(set: KubeObject): number {
  return Number(fieldsIn(set["spec"])["replicas"] ?? 0);
}

function podCount({ store }: Look, set: KubeObject): number {
  return livingPods(store, set).length;
}

function readyCount({ store }: Look, set: KubeObject): number {
  return livingPods(store, set).filter(isReady).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function scale({ store }: Look, set: KubeObject, replicas: number): void {
  const now = store.read("replicasets", set.metadata.namespace ?? "", set.metadata.name);
  if (now === undefined || wantedBy(now) === replicas) return;
  const generation = (now.metadata.generation ?? 1) + 1;
  const spec = { ...fieldsIn(now["spec"]), replicas };
  store.write("replicasets", { ...now, metadata: { ...now.metadata, generation }, spec });
}

function showStatus(look: Look, hash: string): void {
  const { store, deployment, spec } = look;
  const sets = setsOf(look);
  const updated = sets.filter((set) => isOf(set, hash));
  const ready = sum(sets.map((set) => readyCount(look, set)));
  const isAvailable = ready >= spec.replicas - limits(spec).unavailable;
  writeStatus(store, "deployments", deployment, {
    replicas: sum(sets.map((set) => podCount(look, set))),
    updatedReplicas: sum(updated.map((set) => podCount(look, set))),
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: Math.max(0, spec.replicas - ready),
    conditions: [{ type: "Available", status: isAvailable ? "True" : "False" }],
  });
}
