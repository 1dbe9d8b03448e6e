import { randomBytes, randomUUID } from "node:crypto";
import { timestamp } from "./api/timestamp.ts";
import { fieldsIn, type KubeObject } from "./kube-object.ts";
import type { Store } from "./store.ts";

type Happened = {
  readonly reason: string;
  readonly message: string;
  readonly type?: "Normal" | "Warning";
  readonly by: string;
};

/** Writes down what happened to an object, as `kubectl describe` shows it; the same again counts up. */
export function recordEvent(store: Store, object: KubeObject, event: Happened): void {
  const at = timestamp(new Date());
  const before = store.list("events", object.metadata.namespace ?? "default").find(isOf(object, event));
  if (before !== undefined) {
    store.write("events", { ...before, lastTimestamp: at, count: Number(before["count"] ?? 1) + 1 });
    return;
  }
  const { name, namespace = "default", uid } = object.metadata;
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

function isOf({ metadata: { uid } }: KubeObject, { reason, message, by }: Happened): (event: KubeObject) => boolean {
  return (event) =>
    fieldsIn(event["involvedObject"])["uid"] === uid &&
    event["reason"] === reason &&
    event["message"] === message &&
    fieldsIn(event["source"])["component"] === by;
}
