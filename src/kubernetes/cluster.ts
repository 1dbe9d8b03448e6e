import { AppsV1Api, CoreV1Api } from "@kubernetes/client-node";
import type { ObjectStore } from "../flows/object-ports.ts";
import type { Cluster, Log } from "../flows/ports.ts";
import { createCall } from "./call.ts";
import { type CheckCluster, createCheckCluster } from "./check-cluster.ts";
import { type ClusterAddress, loadKubeConfig } from "./connect.ts";
import { createExec } from "./exec.ts";
import { createLabelPod } from "./label-pod.ts";
import { listAll } from "./list-all.ts";
import type { MemberRule } from "./member-rules.ts";
import { createObjectStore } from "./objects/object-store.ts";
import { createReadNamespace } from "./read-namespace.ts";
import { createReadPassword } from "./read-password.ts";
import { shareConnections } from "./shared-connections.ts";
import { createWatchPods } from "./watch-pods.ts";

export type ClusterSettings = {
  readonly address: ClusterAddress;
  readonly memberRules: readonly MemberRule[];
  /** The pods' label that holds the name that Sentinel knows the master by. */
  readonly masterNameLabel: string;
  readonly secretName: string;
  readonly secretKey: string;
  /** Of each call but exec, which has its own. */
  readonly timeoutMs: number;
};

export type ConnectedCluster = Cluster & {
  readonly objects: ObjectStore;
  /** For start-up and readiness. */
  readonly check: CheckCluster;
  /** Ends every call and connection; watches end by their own signal. */
  readonly close: () => Promise<void>;
};

/** Makes no call yet. Faults: `config-invalid`. */
export function createCluster(settings: ClusterSettings, { log }: { readonly log: Log }): ConnectedCluster {
  const { memberRules, masterNameLabel, secretName, secretKey, timeoutMs } = settings;
  const config = loadKubeConfig(settings.address);
  const connections = shareConnections(config);
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const call = createCall({ timeoutMs, onTimeout: connections.renew });
  return {
    readNamespace: createReadNamespace({ core, apps, call, memberView: { memberRules, masterNameLabel } }),
    watchPods: createWatchPods({ core, call, timeoutMs, log }),
    readPassword: createReadPassword({ core, call, secretName, secretKey }),
    exec: createExec({ config, core, call }),
    labelPod: createLabelPod({ core, call }),
    namespaces: createNamespaces(core, call),
    objects: createObjectStore({ config, call }),
    check: createCheckCluster({ core, call }),
    close: connections.close,
  };
}

function createNamespaces(core: CoreV1Api, call: ReturnType<typeof createCall>): Cluster["namespaces"] {
  return async function namespaces(signal) {
    const found = await listAll({ call, signal, what: "listing the namespaces" }, (page, options) =>
      core.listNamespace(page, options),
    );
    return found.flatMap(({ metadata }) => metadata?.name ?? []).toSorted();
  };
}
