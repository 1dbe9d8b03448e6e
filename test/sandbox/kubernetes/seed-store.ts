import { randomUUID } from "node:crypto";
import { timestamp } from "./api/timestamp.ts";
import { withFirstStatus } from "./defaults/first-status.ts";
import { withDefaults } from "./defaults/with-defaults.ts";
import { type KubeObject, kubeObjectSchema } from "./kube-object.ts";
import { resources } from "./resources.ts";
import type { Store } from "./store.ts";

/** What is there before anybody asked for it: the namespace `default` and its account. */
export function seedStore(store: Store): void {
  if (store.read("namespaces", "", "default")) return;
  store.write("namespaces", newborn({ kind: "Namespace", name: "default" }));
  store.write("serviceaccounts", newborn({ kind: "ServiceAccount", name: "default", namespace: "default" }));
}

// Whoever would make it anew goes before what he made.
const first = ["statefulsets", "replicationcontrollers", "services"];

/** Removes everything, finalizers or not, but for the nodes, and seeds the store again. */
export function emptyStore(store: Store): void {
  const others = resources
    .map(({ plural }) => plural)
    .filter((plural) => plural !== "nodes" && !first.includes(plural));
  for (const plural of [...first, ...others]) {
    for (const object of store.list(plural)) store.remove(plural, object);
  }
  seedStore(store);
}

function newborn({
  kind,
  ...place
}: {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}): KubeObject {
  const metadata = { ...place, uid: randomUUID(), resourceVersion: "", creationTimestamp: timestamp(new Date()) };
  return kubeObjectSchema.parse(withDefaults(withFirstStatus({ kind, apiVersion: "v1", metadata })));
}
