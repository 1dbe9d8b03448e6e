import { fieldsIn, type KubeObject } from "../kube-object.ts";

/**
 * How many seconds a deletion leaves the object: only a pod that a node runs needs any. A second deletion can make it fewer, never
 * more. A negative number means the least that a kubelet can do, one second.
 */
export function graceOf(object: KubeObject, asked: number | undefined): number {
  if (object.kind !== "Pod") return 0;
  const spec = fieldsIn(object["spec"]);
  const hasEnded = ["Succeeded", "Failed"].includes(String(fieldsIn(object["status"])["phase"]));
  if (!spec["nodeName"] || hasEnded) return 0;
  const own = spec["terminationGracePeriodSeconds"];
  const current = object.metadata.deletionTimestamp ? (object.metadata.deletionGracePeriodSeconds ?? 0) : undefined;
  const wanted = asked ?? current ?? (typeof own === "number" ? own : 30);
  const seconds = wanted < 0 ? 1 : wanted;
  return current === undefined ? seconds : Math.min(current, seconds);
}
