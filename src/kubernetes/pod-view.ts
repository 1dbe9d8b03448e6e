import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import type { Pod } from "../domain/topology.ts";
import { classify, type MemberRule, type Membership } from "./member-rules.ts";

/** One pod as members of a group: none, one, or (the example's first pod) a Redis and a Sentinel that share name and uid. */
export function toMembers(pod: V1Pod, rules: readonly MemberRule[]): readonly Pod[] {
  const labels = pod.metadata?.labels ?? {};
  const containers = (pod.spec?.containers ?? []).map(({ name }) => name);
  return classify({ labels, containers }, rules).map((membership) => toMember(pod, membership));
}

function toMember(pod: V1Pod, { kind, container, port }: Membership): Pod {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container);
  const ip = pod.status?.podIP;
  const node = pod.spec?.nodeName;
  const waiting = waitingReason(status);
  return {
    name: pod.metadata?.name ?? "",
    uid: pod.metadata?.uid ?? "",
    kind,
    port,
    phase: phase(pod.status?.phase),
    ready: pod.status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false,
    restarts: status?.restartCount ?? 0,
    deleting: pod.metadata?.deletionTimestamp !== undefined,
    container,
    labels: pod.metadata?.labels ?? {},
    ...(ip !== undefined && ip !== "" && { ip }),
    ...(node !== undefined && node !== "" && { node }),
    ...(waiting !== undefined && { waiting }),
  };
}

function phase(text: string | undefined): Pod["phase"] {
  const known = (["Pending", "Running", "Succeeded", "Failed"] as const).find((name) => name === text);
  return known ?? "Unknown";
}

function waitingReason(status: V1ContainerStatus | undefined): string | undefined {
  return status?.state?.waiting?.reason;
}
