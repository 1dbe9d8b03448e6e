import { randomBytes, randomUUID } from "node:crypto";
import { timestamp } from "./api/timestamp.ts";
import type { KubeObject } from "./kube-object.ts";
import type { Store } from "./store.ts";

/** Writes down what happened to an object, as `kubectl describe` shows it. */
export function recordEvent(
  store: Store,
  object: KubeObject,
  event: {
    readonly reason: string;
    readonly message: string;
    readonly type?: "Normal" | "Warning";
    readonly by: string;
  },
): void {
  const { name, namespace = "default", uid } = object.metadata;
  const at = timestamp(new Date());
  store.write("events", {
    kind: "Event",
    apiVersion: "v1",
    metadata: {
      name: `${name}.${randomBytes(8).toString("hex")}`,
      namespace,
      uid: randomUUID(),
      resourceVersion: "",
      creationTimestamp: at,
    },
    involvedObject: { kind: object.kind, apiVersion: object.apiVersion, namespace, name, uid },
    reason: event.reason,
    message: event.message,
    type: event.type ?? "Normal",
    source: { component: event.by },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
  });
}
