import { randomUUID } from "node:crypto";
import { timestamp } from "../api/timestamp.ts";
import { recordEvent } from "../events.ts";
import { controllerOf, fieldsIn, type KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";
import { fittingNodes } from "./fitting-nodes.ts";
import { forEach } from "./for-each.ts";
import { isDeleting, isOver } from "./pods.ts";

const nodes = ["sandbox-1", "sandbox-2", "sandbox-3"] as const;

/** Three nodes, all of them this machine. */
export function addNodes(store: Store): void {
  for (const name of nodes) {
    if (store.read("nodes", "", name) !== undefined) continue;
    const at = timestamp(new Date());
    store.write("nodes", {
      kind: "Node",
      apiVersion: "v1",
      metadata: {
        name,
        uid: randomUUID(),
        resourceVersion: "",
        creationTimestamp: at,
        labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": process.platform },
      },
      spec: {},
      status: {
        conditions: [{ type: "Ready", status: "True", reason: "KubeletReady", lastTransitionTime: at }],
        addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
      },
    });
  }
}

/** Binds each pod to the node, of those that may take it, with the fewest of its siblings, then the fewest of its namespace. */
export function schedulePods(store: Store): void {
  forEach(store, "pods", (pod) => {
    const spec = fieldsIn(pod["spec"]);
    if (spec["nodeName"] || isDeleting(pod)) return;
    const { names, why } = fittingNodes(store, pod);
    const nodeName = emptiest(store, pod, names);
    if (nodeName === undefined) return tellWhyNot(store, pod, why);
    const bound = store.write("pods", { ...pod, spec: { ...spec, nodeName } });
    const { namespace, name } = pod.metadata;
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    recordEvent(store, bound, { reason: "Scheduled", message, by: "default-scheduler" });
  });
}

function tellWhyNot(store: Store, pod: KubeObject, message: string): void {
  const before = fieldsIn(pod["status"])["conditions"];
  const isTold = Array.isArray(before) && before.some((condition) => fieldsIn(condition)["message"] === message);
  if (isTold) return;
  const condition = {
    type: "PodScheduled",
    status: "False",
    reason: "Unschedulable",
    message,
    lastProbeTime: null,
    lastTransitionTime: timestamp(new Date()),
  };
  const told = store.write("pods", { ...pod, status: { ...fieldsIn(pod["status"]), conditions: [condition] } });
  recordEvent(store, told, { reason: "FailedScheduling", message, type: "Warning", by: "default-scheduler" });
}

function emptiest(store: Store, pod: KubeObject, names: readonly string[]): string | undefined {
  const neighbours = store.list("pods", pod.metadata.namespace);
  const owner = controllerOf(pod)?.uid;
  const siblings = neighbours.filter((other) => owner !== undefined && controllerOf(other)?.uid === owner);
  const crowd = (node: string) => [countOn(node, siblings), countOn(node, neighbours)] as const;
  return names.toSorted((a, b) => crowd(a)[0] - crowd(b)[0] || crowd(a)[1] - crowd(b)[1])[0];
}

function countOn(node: string, pods: readonly KubeObject[]): number {
  return pods.filter((pod) => !isOver(pod) && fieldsIn(pod["spec"])["nodeName"] === node).length;
}
