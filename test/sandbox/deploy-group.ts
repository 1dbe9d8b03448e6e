import { fileURLToPath } from "node:url";
import type { KubeConfig } from "@kubernetes/client-node";
import type { Manifest } from "../../src/domain/deploy/manifest.ts";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";
import { type Connections, openConnections, readRole, readSentinel } from "./deploy/connections.ts";
import { type GroupSettings, groupSettings } from "./deploy/group-settings.ts";
import {
  type GroupPod,
  type GroupPods,
  type Kubernetes,
  openKubernetes,
  redisAt,
  sentinelAt,
} from "./deploy/kubernetes.ts";
import { calmDown, retireBootstrap } from "./deploy/retire-bootstrap.ts";
import { until } from "./deploy/until.ts";
import { whatIsMissing } from "./deploy/what-is-missing.ts";

const runbookGroup = fileURLToPath(new URL("runbook-group", import.meta.url));
const bootstrapName = "redis-master";
const wanted = 3;
// Pulling an image and scheduling are the slow part, and nothing that this could hasten.
const podsMs = 60_000;

type Deployment = {
  readonly kubernetes: Kubernetes;
  readonly connections: Connections;
  readonly settings: GroupSettings;
  readonly manifests: readonly Manifest[];
  readonly log: (line: string) => void;
};

/**
 * Deploys a group as the runbook's team ran it: the runbook's seven steps, each with its check and a deadline. Resolves
 * with the master's pod name when the group is whole; does nothing but apply where it has a master already. Throws an
 * Error that names what was missing. Needs to reach pod addresses. The namespace is made where it is not there.
 */
export async function deployGroup(order: {
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
  readonly password?: string;
  readonly log: (line: string) => void;
}): Promise<{ readonly master: string }> {
  const manifests = renderKustomization(runbookGroup);
  const connections = openConnections(order.password);
  const kubernetes = openKubernetes(order.kubeConfig, order.namespace);
  const settings = groupSettings(manifests, order.password);
  try {
    return await deploy({ kubernetes, connections, settings, manifests, log: order.log });
  } finally {
    connections.close();
  }
}

async function deploy(deployment: Deployment): Promise<{ readonly master: string }> {
  const { kubernetes, connections, settings, log } = deployment;
  await kubernetes.ensureNamespace();
  const running = await runningMaster(deployment);
  await applyAll(deployment, running === undefined);
  const bootstrap = running === undefined ? await bootstrapMaster(deployment) : undefined;
  const pods = await allPods(deployment);
  const [first] = pods.redises;
  const master = running ?? first;
  if (master === undefined) throw new Error("there is no Redis pod");
  if (bootstrap !== undefined) {
    await until("3 Sentinels monitor the bootstrap master", podsMs, () => unaware(deployment, pods, bootstrap));
    log("three Sentinels monitor the bootstrap master");
    await until("3 replicas follow the bootstrap master", podsMs, () => unattached(deployment, pods, bootstrap));
    log("three replicas follow the bootstrap master");
    await retireBootstrap({ kubernetes, connections, settings, bootstrap, pods, master });
    log(`${master.name} is master now`);
  }
  const group = { ...pods, connections, master, masterName: settings.MASTER_NAME };
  await until("the group is whole", 30_000, () => whatIsMissing(group));
  await calmDown(connections, pods.sentinels);
  await until("the bootstrap pod is gone", 30_000, async () =>
    (await kubernetes.isGone(bootstrapName)) ? undefined : "it is still there",
  );
  log("the group is whole");
  return { master: master.name };
}

/** A Redis of the group, not the bootstrap pod, that is master already. */
async function runningMaster({ kubernetes, connections }: Deployment): Promise<GroupPod | undefined> {
  const { redises } = await kubernetes.pods();
  const roles = await Promise.all(redises.map((pod) => readRole(connections, redisAt(pod)).catch(() => undefined)));
  return redises.find((_, at) => roles[at]?.kind === "master");
}

/** The runbook's order; nothing waits for its check in between, because the pods' start scripts wait for each other. */
async function applyAll(deployment: Deployment, needsBootstrap: boolean): Promise<void> {
  const { kubernetes, manifests, settings } = deployment;
  const steps = ["ConfigMap", "Secret", "Pod", "Service", "PodDisruptionBudget", "StatefulSet"];
  const inOrder = [...withSecret(manifests, settings.password)].sort(
    (a, b) => steps.indexOf(a.kind) - steps.indexOf(b.kind),
  );
  const hasService = await kubernetes.hasService("redis");
  for (const manifest of inOrder) {
    if (manifest.kind === "Pod" && !needsBootstrap) continue;
    // "Create a redis service if you don't have one yet."
    if (manifest.kind === "Service" && manifest.metadata.name === "redis" && hasService) continue;
    await kubernetes.apply(manifest);
  }
  deployment.log(`applied ${inOrder.length} objects`);
}

function withSecret(manifests: readonly Manifest[], password: string | undefined): readonly Manifest[] {
  if (password === undefined) return manifests;
  const data = { password: Buffer.from(password).toString("base64") };
  return [...manifests, { apiVersion: "v1", kind: "Secret", metadata: { name: "redis-ha" }, data }];
}

async function bootstrapMaster({ kubernetes, connections, log }: Deployment): Promise<GroupPod> {
  const found: { pod?: GroupPod } = {};
  await until("the bootstrap master takes writes", podsMs, async () => {
    const ip = await kubernetes.podIp(bootstrapName);
    if (ip === undefined) return "it has no address";
    const pod = { name: bootstrapName, ip };
    const role = await readRole(connections, redisAt(pod));
    if (role.kind !== "master") return `it is a ${role.kind}`;
    await connections.call(redisAt(pod), "SET", "redis-ha-bot:marker", "bootstrap", "PX", 10_000);
    found.pod = pod;
    return undefined;
  });
  if (found.pod === undefined) throw new Error("unreachable");
  log("the bootstrap master takes writes");
  return found.pod;
}

async function allPods({ kubernetes }: Deployment): Promise<GroupPods> {
  let pods: GroupPods = { redises: [], sentinels: [] };
  await until("all pods have an address", podsMs, async () => {
    pods = await kubernetes.pods();
    const isComplete = pods.redises.length === wanted && pods.sentinels.length === wanted;
    return isComplete ? undefined : `${pods.redises.length} Redis and ${pods.sentinels.length} Sentinels have`;
  });
  return pods;
}

async function unaware(
  { connections, settings }: Deployment,
  { sentinels }: GroupPods,
  bootstrap: GroupPod,
): Promise<string | undefined> {
  const read = (pod: GroupPod) => readSentinel(connections, sentinelAt(pod), "MASTER", settings.MASTER_NAME);
  const answers = await Promise.all(sentinels.map(read));
  const aware = answers.filter(([opinion]) => opinion?.["ip"] === bootstrap.ip);
  return aware.length === sentinels.length ? undefined : `only ${aware.length} do`;
}

async function unattached(
  { connections }: Deployment,
  { redises }: GroupPods,
  bootstrap: GroupPod,
): Promise<string | undefined> {
  const roles = await Promise.all(redises.map((pod) => readRole(connections, redisAt(pod))));
  const attached = roles.filter((role) => role.kind === "replica" && role.master === bootstrap.ip && role.connected);
  return attached.length === redises.length ? undefined : `only ${attached.length} do`;
}
