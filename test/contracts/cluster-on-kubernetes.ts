import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubeConfig, V1Pod, V1PodTemplateSpec } from "@kubernetes/client-node";
import { type ConnectedCluster, createCluster } from "../../src/kubernetes/cluster.ts";
import { defaultMemberRules } from "../../src/kubernetes/member-rules.ts";
import type { ClusterUnderTest, PodSpec } from "./cluster.ts";
import { type Clients, clientsOf } from "./kubernetes-api/clients.ts";
import { idle, scriptSpec, untilGone, untilReady } from "./kubernetes-api/test-pod.ts";
import type { KubernetesUnderTest } from "./kubernetes-under-test.ts";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The adapter against a Kubernetes, each account with a kubeconfig file of its own as a person would have. */
export async function startClusterOn(kubernetes: KubernetesUnderTest): Promise<ClusterUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), "redis-ha-bot-kubeconfig-"));
  const admin = clientsOf(kubernetes.kubeConfigFor("admin"));
  const connect = async (name: string, config: string): Promise<ConnectedCluster> => {
    const path = join(directory, name);
    await writeFile(path, config, { mode: 0o600 });
    return connectTo(path);
  };
  const cluster = await connect("bot", kubernetes.kubeConfigFor("bot").exportConfig());
  const viewOnly = await connect("viewer", kubernetes.kubeConfigFor("viewer").exportConfig());
  const unreachable = await connect("nobody", pointingNowhere(kubernetes.kubeConfigFor("bot")));
  return {
    cluster,
    viewOnly,
    unreachable,
    freshNamespace: kubernetes.freshNamespace,
    ...hands(admin),
    async stop() {
      await Promise.all([cluster, viewOnly, unreachable].map(({ close }) => close()));
      await rm(directory, { recursive: true });
      await kubernetes.stop();
    },
  };
}

function connectTo(kubeconfig: string): ConnectedCluster {
  const settings = {
    address: { kubeconfig },
    memberRules: defaultMemberRules,
    masterNameLabel: "redis-ha/master-name",
    secretName: "redis-ha",
    secretKey: "password",
    timeoutMs: 5_000,
  };
  return createCluster(settings, { log: silent });
}

/** Port 1 of loopback: nobody listens there. */
function pointingNowhere(config: KubeConfig): string {
  const server = config.getCurrentCluster()?.server ?? "";
  return config.exportConfig().replaceAll(server, `${new URL(server).protocol}//127.0.0.1:1`);
}

type Hands = Pick<ClusterUnderTest, "addPod" | "removePod" | "addController" | "addService" | "setPassword">;

function hands(clients: Clients): Hands {
  const { core, apps } = clients;
  return {
    async addPod(namespace, pod) {
      await core.createNamespacedPod({ namespace, body: toPod(pod) });
      await untilReady(clients, namespace, pod.name);
    },
    async removePod(namespace, name) {
      await core.deleteNamespacedPod({ namespace, name });
      await untilGone(clients, namespace, name);
    },
    async addController(namespace, { kind, replicas, ...pod }) {
      const template = toTemplate(pod);
      const metadata = { name: pod.name };
      const selector = { controller: pod.name };
      if (kind === "StatefulSet") {
        const spec = { replicas, serviceName: pod.name, selector: { matchLabels: selector }, template };
        await apps.createNamespacedStatefulSet({ namespace, body: { metadata, spec } });
      } else {
        await core.createNamespacedReplicationController({
          namespace,
          body: { metadata, spec: { replicas, selector, template } },
        });
      }
    },
    async addService(namespace, name, selector) {
      const spec = { selector: { ...selector }, ports: [{ port: 6379 }] };
      await core.createNamespacedService({ namespace, body: { metadata: { name }, spec } });
    },
    async setPassword(namespace, password) {
      const body = { metadata: { name: "redis-ha" }, stringData: { password } };
      await core.createNamespacedSecret({ namespace, body });
    },
  };
}

function toTemplate(pod: PodSpec): V1PodTemplateSpec {
  const { metadata, spec } = toPod(pod);
  const labels = { ...metadata?.labels, controller: pod.name };
  return { metadata: { labels }, spec: { containers: [], ...spec } };
}

function toPod({ name, labels, containers }: PodSpec): V1Pod {
  const spec = scriptSpec(idle);
  const [container] = spec.containers;
  if (container === undefined) throw new Error("a script's pod has a container");
  return {
    metadata: { name, labels: { ...labels } },
    spec: { ...spec, containers: containers.map((each) => ({ ...container, name: each })) },
  };
}
