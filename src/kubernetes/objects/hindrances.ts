import type { AppsV1Api, CoreV1Api, CoreV1Event, V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import type { Hindrance } from "../../domain/deploy/hindrance.ts";
import type { ObjectStore } from "../../flows/object-ports.ts";
import type { Call } from "../call.ts";
import { listAll } from "../list-all.ts";

type Deps = { readonly core: CoreV1Api; readonly apps: AppsV1Api; readonly call: Call };

/** From the pods' own status, and from the events of sets that lack pods: only those say that a pod was never made. */
export function createHindrances({ core, apps, call }: Deps): ObjectStore["hindrances"] {
  return async function hindrances(namespace, signal) {
    const deps = { call, signal };
    const [pods, sets, events] = await Promise.all([
      listAll({ ...deps, what: `listing the pods of ${namespace}` }, (page, options) =>
        core.listNamespacedPod({ namespace, ...page }, options),
      ),
      listAll({ ...deps, what: `listing the StatefulSets of ${namespace}` }, (page, options) =>
        apps.listNamespacedStatefulSet({ namespace, ...page }, options),
      ),
      listAll({ ...deps, what: `listing the events of ${namespace}` }, (page, options) =>
        core.listNamespacedEvent({ namespace, fieldSelector: "type=Warning", ...page }, options),
      ),
    ]);
    const found = [...pods.flatMap((pod) => ofPod(pod, events)), ...sets.flatMap((set) => ofSet(set, events))];
    return found.toSorted((a, b) => a.object.localeCompare(b.object));
  };
}

function ofSet({ metadata, spec, status }: V1StatefulSet, events: readonly CoreV1Event[]): readonly Hindrance[] {
  if ((status?.replicas ?? 0) >= (spec?.replicas ?? 1)) return [];
  const reason = newest(events, metadata?.uid, ["FailedCreate"]);
  if (reason === undefined) return [];
  const kind = /quota/.test(reason) ? "quota" : "admission";
  return [{ kind, object: `StatefulSet ${metadata?.name ?? ""}`, reason }];
}

const imageReasons = ["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError"];
const settingsReasons = ["CreateContainerConfigError", "CreateContainerError"];

function ofPod(pod: V1Pod, events: readonly CoreV1Event[]): readonly Hindrance[] {
  const { metadata, status } = pod;
  if (metadata?.deletionTimestamp !== undefined) return [];
  const object = `Pod ${metadata?.name ?? ""}`;
  const unscheduled = status?.conditions?.find(({ type, status: is }) => type === "PodScheduled" && is === "False");
  if (unscheduled !== undefined) {
    return [{ kind: "unschedulable", object, reason: unscheduled.message ?? unscheduled.reason ?? "no node fits" }];
  }
  const waiting = status?.containerStatuses?.find(({ state }) => kindOf(state?.waiting?.reason) !== undefined);
  const kind = kindOf(waiting?.state?.waiting?.reason);
  if (waiting !== undefined && kind !== undefined) {
    const { reason, message } = waiting.state?.waiting ?? {};
    return [{ kind, object, reason: `${waiting.name}: ${reason}${message === undefined ? "" : `: ${message}`}` }];
  }
  const unmounted = status?.phase === "Pending" ? newest(events, metadata?.uid, ["FailedMount"]) : undefined;
  return unmounted === undefined ? [] : [{ kind: "volume", object, reason: unmounted }];
}

function kindOf(reason: string | undefined): Hindrance["kind"] | undefined {
  if (reason === undefined) return undefined;
  if (imageReasons.includes(reason)) return "image";
  if (settingsReasons.includes(reason)) return "settings";
  return reason === "CrashLoopBackOff" ? "crash" : undefined;
}

function newest(
  events: readonly CoreV1Event[],
  uid: string | undefined,
  reasons: readonly string[],
): string | undefined {
  const timeOf = ({ lastTimestamp, eventTime }: CoreV1Event) => (lastTimestamp ?? eventTime)?.valueOf() ?? 0;
  return events
    .filter(({ involvedObject, reason }) => involvedObject.uid === uid && reasons.includes(reason ?? ""))
    .toSorted((a, b) => timeOf(b) - timeOf(a))
    .at(0)?.message;
}
