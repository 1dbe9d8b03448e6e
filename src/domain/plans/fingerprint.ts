import type { Topology } from "../topology.ts";
import type { Step } from "./step.ts";

/**
 * Everything that an approval binds to, as canonical text: the steps, and what they were derived from. Offsets and
 * times are left out, for they move by themselves; a pod that was replaced, a role or a history that changed is not.
 */
export function fingerprint(topology: Topology, steps: readonly Step[]): string {
  const redises = topology.redises.map(({ pod, view }) => [
    pod.name,
    pod.uid,
    pod.ip ?? "",
    ...(view.kind === "answered" ? [view.role, view.replid, view.keys > 0 ? "data" : "empty"] : ["no answer"]),
  ]);
  const sentinels = topology.sentinels.map(({ pod, view }) => [
    pod.name,
    pod.uid,
    view.kind === "answered"
      ? view.monitors === undefined
        ? "idle"
        : `${view.monitors.host}:${view.monitors.port}`
      : "no answer",
  ]);
  return JSON.stringify({ steps, redises, sentinels });
}
