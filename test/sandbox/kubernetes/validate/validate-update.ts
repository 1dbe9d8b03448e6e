import { isDeepStrictEqual } from "node:util";
import { type Fields, fieldsIn, isFields, type KubeObject } from "../kube-object.ts";
import { forbidden } from "./faults.ts";
import type { Fault } from "./metadata.ts";

type Change = (before: KubeObject, after: KubeObject) => readonly Fault[];

const podRule =
  "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
const setRule =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
const setMayChange = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
];

const claimRule =
  "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

const faultsOf: Readonly<Record<string, Change>> = {
  Pod: (before, after) =>
    isDeepStrictEqual(fixedOfPod(before), fixedOfPod(after)) ? [] : [forbidden("spec", podRule)],
  StatefulSet: (before, after) =>
    isDeepStrictEqual(without(before["spec"], setMayChange), without(after["spec"], setMayChange))
      ? []
      : [forbidden("spec", setRule)],
  PersistentVolumeClaim: (before, after) => {
    const mayChange = fieldsIn(before["status"])["phase"] === "Bound" ? ["resources", "volumeAttributesClassName"] : [];
    const isSame = isDeepStrictEqual(without(before["spec"], mayChange), without(after["spec"], mayChange));
    return isSame ? [] : [forbidden("spec", claimRule)];
  },
  Deployment: fixedSelector,
  ReplicaSet: fixedSelector,
  Service: (before, after) => {
    const [old, now] = [fieldsIn(before["spec"])["clusterIP"], fieldsIn(after["spec"])["clusterIP"]];
    const message = `Invalid value: ${JSON.stringify([now])}: may not change once set`;
    return old === now ? [] : [{ field: "spec.clusterIPs[0]", message }];
  },
  Secret: (before, after) => [...immutable(before, after, "type"), ...frozenData(before, after)],
  ConfigMap: frozenData,
  EndpointSlice: (before, after) => immutable(before, after, "addressType"),
};

function fixedSelector(before: KubeObject, after: KubeObject): readonly Fault[] {
  const [old, now] = [fieldsIn(before["spec"])["selector"], fieldsIn(after["spec"])["selector"]];
  const message = `Invalid value: ${JSON.stringify(now)}: field is immutable`;
  return isDeepStrictEqual(old, now) ? [] : [{ field: "spec.selector", message }];
}

/** What may not change of an object that is there. */
export function updateFaultsIn(before: KubeObject, after: KubeObject): readonly Fault[] {
  return [...uidFaults(before, after), ...(faultsOf[after.kind]?.(before, after) ?? [])];
}

function uidFaults(before: KubeObject, after: KubeObject): readonly Fault[] {
  if (before.metadata.uid === after.metadata.uid) return [];
  const message = `Invalid value: ${JSON.stringify(after.metadata.uid)}: field is immutable`;
  return [{ field: "metadata.uid", message }];
}

function fixedOfPod(pod: KubeObject): Fields {
  const spec = fieldsIn(pod["spec"]);
  const images = ["containers", "initContainers"].map((list) => [list, withoutImages(spec[list])]);
  return { ...without(spec, ["activeDeadlineSeconds", "tolerations"]), ...Object.fromEntries(images) };
}

function withoutImages(containers: unknown): unknown {
  return Array.isArray(containers) ? containers.map((container) => without(container, ["image"])) : undefined;
}

function without(value: unknown, fields: readonly string[]): Fields {
  if (!isFields(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field)));
}

function immutable(before: KubeObject, after: KubeObject, field: string): readonly Fault[] {
  if (before[field] === after[field]) return [];
  return [{ field, message: `Invalid value: ${JSON.stringify(after[field])}: field is immutable` }];
}

function frozenData(before: KubeObject, after: KubeObject): readonly Fault[] {
  if (before["immutable"] !== true) return [];
  const isSame = isDeepStrictEqual(before["data"], after["data"]) && after["immutable"] === true;
  return isSame ? [] : [forbidden("data", "field is immutable when `immutable` is set")];
}
