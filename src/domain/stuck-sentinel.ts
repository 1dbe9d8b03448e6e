import type { SentinelNode } from "./topology.ts";

/**
 * A Sentinel whose container runs and that still takes part in nothing: its start script waits (the port refuses), or
 * it runs idle, without a master. A container that Kubernetes is about to restart is not stuck but down.
 */
export function isStuckSentinel({ pod, view }: SentinelNode): boolean {
  if (pod.deleting || pod.phase !== "Running" || pod.waiting !== undefined) return false;
  return view.kind === "refused" || (view.kind === "answered" && view.monitors === undefined);
}
