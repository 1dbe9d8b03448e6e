import { randomUUID } from "node:crypto";
import { timestamp } from "../api/timestamp.ts";
import { recordEvent } from "../events.ts";
import { fieldsIn, type KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";
import { isDeleting } from "./pods.ts";

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

/** Binds each pod to the node that has the fewest of its namespace. */
export function schedulePods(store: Store): void {
  for (const pod of store.list("pods")) {
    const spec = fieldsIn(pod["spec"]);
    if (spec["nodeName"] || isDeleting(pod)) continue;
    const nodeName = emptiest(store, pod);
    const bound = store.write("pods", { ...pod, spec: { ...spec, nodeName } });
    const { namespace, name } = pod.metadata;
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    recordEvent(store, bound, { reason: "Scheduled", message, by: "default-scheduler" });
  }
}

function emptiest(store: Store, { metadata }: KubeObject): string {
  const taken = store.list("pods", metadata.namespace).map((pod) => fieldsIn(pod["spec"])["nodeName"]);
  const count = (node: string) => taken.filter((name) => name === node).length;
  return nodes.toSorted((a, b) => count(a) - count(b))[0] ?? nodes[0];
}
