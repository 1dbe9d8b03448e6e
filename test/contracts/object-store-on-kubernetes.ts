import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { type Manifest, refOf } from "../../src/domain/deploy/manifest.ts";
import { type ConnectedCluster, createCluster } from "../../src/kubernetes/cluster.ts";
import { objectPath } from "../../src/kubernetes/objects/object-path.ts";
import { createSendRequest } from "../../src/kubernetes/request.ts";
import type { KubernetesUnderTest } from "./kubernetes-under-test.ts";
import type { ObjectStoreUnderTest } from "./object-store.ts";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The adapter against a Kubernetes, each account with a kubeconfig file of its own. */
export async function startObjectStoreOn(kubernetes: KubernetesUnderTest): Promise<ObjectStoreUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), "redis-ha-bot-kubeconfig-"));
  const connect = async (name: string, config: string): Promise<ConnectedCluster> => {
    const kubeconfig = join(directory, name);
    await writeFile(kubeconfig, config, { mode: 0o600 });
    const labels = { memberRules: [], masterNameLabel: "redis-ha/master-name" };
    const secret = { secretName: "redis-ha", secretKey: "password" };
    return createCluster({ address: { kubeconfig }, ...labels, ...secret, timeoutMs: 5_000 }, { log: silent });
  };
  const bot = await connect("bot", kubernetes.kubeConfigFor("bot").exportConfig());
  const viewer = await connect("viewer", kubernetes.kubeConfigFor("viewer").exportConfig());
  const nobody = await connect("nobody", pointingNowhere(kubernetes.kubeConfigFor("bot")));
  return {
    objects: bot.objects,
    viewOnly: viewer.objects,
    unreachable: nobody.objects,
    freshNamespace: kubernetes.freshNamespace,
    applyAs: (manager, namespace, object) => applyAs(kubernetes, { manager, namespace, object }),
    async stop() {
      await Promise.all([bot, viewer, nobody].map(({ close }) => close()));
      await rm(directory, { recursive: true });
      await kubernetes.stop();
    },
  };
}

async function applyAs(
  kubernetes: KubernetesUnderTest,
  { manager, namespace, object }: { readonly manager: string; readonly namespace: string; readonly object: Manifest },
): Promise<void> {
  await createSendRequest(kubernetes.kubeConfigFor("admin"))({
    method: "PATCH",
    path: objectPath(namespace, refOf(object)),
    query: { fieldManager: manager, force: "true" },
    body: { contentType: "application/apply-patch+yaml", json: object },
    signal: AbortSignal.timeout(5_000),
  });
}

/** Port 1 of loopback: nobody listens there. */
function pointingNowhere(config: KubeConfig): string {
  const server = config.getCurrentCluster()?.server ?? "";
  return config.exportConfig().replaceAll(server, `${new URL(server).protocol}//127.0.0.1:1`);
}
