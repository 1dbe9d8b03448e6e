import type { AppsV1Api, CoreV1Api, V1Pod, V1PodTemplateSpec, V1Service } from "@kubernetes/client-node";
import { Fault } from "../domain/fault.ts";
import type { Cluster } from "../flows/ports.ts";
import type { Call } from "./call.ts";
import { listAll } from "./list-all.ts";
import { type Controller, type MemberView, toNamespaceView } from "./namespace-view.ts";

type Deps = {
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly call: Call;
  readonly memberView: MemberView;
};

/** Four lists side by side: pods, both kinds of controllers, Services. */
export function createReadNamespace(deps: Deps): Cluster["readNamespace"] {
  return async function readNamespace(namespace, signal) {
    const [pods, controllers, services] = await Promise.all([
      readPods(deps, namespace, signal),
      readControllers(deps, namespace, signal),
      readServices(deps, namespace, signal),
    ]);
    if (pods.length === 0) await requireNamespace(deps, namespace, signal);
    return toNamespaceView({ pods, controllers, services }, deps.memberView);
  };
}

function readPods({ core, call }: Deps, namespace: string, signal?: AbortSignal): Promise<readonly V1Pod[]> {
  return listAll({ call, signal, what: `listing the pods of ${namespace}` }, (page, options) =>
    core.listNamespacedPod({ namespace, ...page }, options),
  );
}

async function readControllers(
  { core, apps, call }: Deps,
  namespace: string,
  signal?: AbortSignal,
): Promise<readonly Controller[]> {
  const [sets, replications] = await Promise.all([
    listAll({ call, signal, what: `listing the StatefulSets of ${namespace}` }, (page, options) =>
      apps.listNamespacedStatefulSet({ namespace, ...page }, options),
    ),
    listAll({ call, signal, what: `listing the ReplicationControllers of ${namespace}` }, (page, options) =>
      core.listNamespacedReplicationController({ namespace, ...page }, options),
    ),
  ]);
  return [...sets, ...replications].map(({ metadata, spec }) =>
    toController(spec?.replicas, spec?.template, metadata?.annotations),
  );
}

function toController(
  replicas: number | undefined,
  template: V1PodTemplateSpec | undefined,
  annotations: Record<string, string> | undefined,
): Controller {
  return {
    annotations: annotations ?? {},
    replicas: replicas ?? 1,
    labels: template?.metadata?.labels ?? {},
    containers: (template?.spec?.containers ?? []).map(({ name }) => name),
  };
}

function readServices({ core, call }: Deps, namespace: string, signal?: AbortSignal): Promise<readonly V1Service[]> {
  return listAll({ call, signal, what: `listing the Services of ${namespace}` }, (page, options) =>
    core.listNamespacedService({ namespace, ...page }, options),
  );
}

/** The lists of a namespace that does not exist are empty, not an error: only the namespace itself tells. */
async function requireNamespace({ core, call }: Deps, namespace: string, signal?: AbortSignal): Promise<void> {
  try {
    await call(
      `reading the namespace ${namespace}`,
      (options) => core.readNamespace({ name: namespace }, options),
      signal,
    );
  } catch (error) {
    // Who was allowed to list the pods but may not read the namespace has a role in it: so it exists.
    if (error instanceof Fault && error.code === "kubernetes-forbidden") return;
    throw error;
  }
}
