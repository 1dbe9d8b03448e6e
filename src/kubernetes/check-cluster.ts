import type { CoreV1Api } from "@kubernetes/client-node";
import { Fault } from "../domain/fault.ts";
import type { Call } from "./call.ts";

/** Whether the bot can do its work in the cluster now; `message` is fit for people and names what to mend. */
export type ClusterCheck =
  | { readonly kind: "reachable"; readonly latencyMs: number }
  | { readonly kind: "forbidden"; readonly message: string }
  | { readonly kind: "unreachable"; readonly message: string };

/**
 * One list of at most one pod of the namespace (none: one namespace), so that address, certificate, credentials and the
 * most needed right are all proven by the same request. Never throws but for the caller's own abort.
 */
export type CheckCluster = (namespace?: string, signal?: AbortSignal) => Promise<ClusterCheck>;

export function createCheckCluster({ core, call }: { readonly core: CoreV1Api; readonly call: Call }): CheckCluster {
  return async function checkCluster(namespace, signal) {
    const startedMs = performance.now();
    try {
      await call("checking the cluster", (options) => askLittle(core, namespace, options), signal);
      return { kind: "reachable", latencyMs: performance.now() - startedMs };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const kind = error.code === "kubernetes-forbidden" ? "forbidden" : "unreachable";
      return { kind, message: error.message };
    }
  };
}

function askLittle(
  core: CoreV1Api,
  namespace: string | undefined,
  options: Parameters<CoreV1Api["listNamespace"]>[1],
): Promise<unknown> {
  return namespace === undefined
    ? core.listNamespace({ limit: 1 }, options)
    : core.listNamespacedPod({ namespace, limit: 1 }, options);
}
