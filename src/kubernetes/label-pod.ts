import { type CoreV1Api, PatchStrategy } from "@kubernetes/client-node";
import type { Cluster } from "../flows/ports.ts";
import { type Call, withPatchType } from "./call.ts";

/**
 * A merge patch that names the uid: the API server refuses it for a successor of the same name. Unlike a JSON patch it
 * removes a label that is not there without an error.
 */
export function createLabelPod({ core, call }: { readonly core: CoreV1Api; readonly call: Call }): Cluster["labelPod"] {
  return async function labelPod({ namespace, name, uid }, { key, value }, signal) {
    const body = { metadata: { uid, labels: { [key]: value } } };
    await call(
      `labelling the pod ${namespace}/${name}`,
      (options) => core.patchNamespacedPod({ namespace, name, body }, withPatchType(options, PatchStrategy.MergePatch)),
      signal,
    );
  };
}
