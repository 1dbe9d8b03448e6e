import { randomBytes } from "node:crypto";
import {
  ApiextensionsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  RbacAuthorizationV1Api,
  type V1PolicyRule,
} from "@kubernetes/client-node";
import { botRules } from "../../sandbox/bot-rules.ts";
import type { KubernetesUnderTest, Role } from "../kubernetes-under-test.ts";
import { until } from "../until.ts";
import { giveBackVolumes } from "./give-back-volumes.ts";

const looking: V1PolicyRule[] = [
  {
    apiGroups: [""],
    resources: ["pods", "pods/log", "services", "replicationcontrollers", "configmaps", "events", "namespaces"],
    verbs: ["get", "list", "watch"],
  },
  { apiGroups: ["apps"], resources: ["statefulsets"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
];
const acting: V1PolicyRule[] = [...botRules("watched"), ...botRules("deploys")];

/** For the top of a test file, which then fails as a whole, in one line, where no cluster is given. */
export function requireKubeconfig(): string {
  const path = process.env["KUBECONFIG"];
  if (path !== undefined && path !== "") return path;
  throw new Error("KUBECONFIG is not set: the tests of a real cluster need one whose user is its administrator");
}

/** The cluster that `KUBECONFIG` points to, whose user must be its administrator. Removes all that it makes. */
export async function startRealKubernetes(): Promise<KubernetesUnderTest> {
  const admin = loadAdmin();
  const core = admin.makeApiClient(CoreV1Api);
  const id = `rhb-${randomBytes(4).toString("hex")}`;
  const namespaces: string[] = [];
  const freshNamespace = async (): Promise<string> => {
    const name = `${id}-${namespaces.length}`;
    namespaces.push(name);
    await core.createNamespace({ body: { metadata: { name } } });
    // Admission refuses pods until the namespace's default account is there.
    await until(`the account of ${name}`, () =>
      core.readNamespacedServiceAccount({ namespace: name, name: "default" }),
    );
    return name;
  };
  const home = await freshNamespace();
  const configs = new Map<Role, KubeConfig>([["admin", admin]]);
  for (const [role, rules] of [
    ["viewer", looking],
    ["bot", [...looking, ...acting]],
  ] as const) {
    configs.set(role, await makeAccount(admin, { role, rules, id, namespace: home }));
  }
  return {
    kubeConfigFor: (role) => configs.get(role) ?? admin,
    freshNamespace,
    expiredVersion: () => makeLateResource(admin, id),
    stop: () => removeAll(admin, id, namespaces),
  };
}

function loadAdmin(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(requireKubeconfig());
  return config;
}

async function makeAccount(
  admin: KubeConfig,
  account: {
    readonly role: Role;
    readonly rules: readonly V1PolicyRule[];
    readonly id: string;
    readonly namespace: string;
  },
): Promise<KubeConfig> {
  const { role, rules, id, namespace } = account;
  const core = admin.makeApiClient(CoreV1Api);
  const rbac = admin.makeApiClient(RbacAuthorizationV1Api);
  const name = `${id}-${role}`;
  const apiGroup = "rbac.authorization.k8s.io";
  await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: role } } });
  await rbac.createClusterRole({ body: { metadata: { name }, rules: [...rules] } });
  await rbac.createClusterRoleBinding({
    body: {
      metadata: { name },
      roleRef: { apiGroup, kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name: role, namespace }],
    },
  });
  const request = { namespace, name: role, body: { spec: { audiences: [], expirationSeconds: 3600 } } };
  const { status } = await core.createNamespacedServiceAccountToken(request);
  const config = withToken(admin, role, status?.token ?? "");
  await untilRightsHold(config);
  return config;
}

function withToken(admin: KubeConfig, name: string, token: string): KubeConfig {
  const cluster = admin.getCurrentCluster();
  if (cluster === null) throw new Error("KUBECONFIG has no current cluster");
  const config = new KubeConfig();
  config.loadFromClusterAndUser(cluster, { name, token });
  return config;
}

/** The authoriser hears of a new binding a moment later. */
async function untilRightsHold(config: KubeConfig): Promise<void> {
  const core = config.makeApiClient(CoreV1Api);
  await until("the role's rights hold", async () => (await core.listNamespace({ limit: 1 })).items.length > 0);
}

/**
 * A cluster that is hours old may still remember its first version of everything that it always had. A kind that is new
 * has no history before it was made.
 */
async function makeLateResource(
  admin: KubeConfig,
  id: string,
): Promise<{ readonly path: string; readonly resourceVersion: string }> {
  const group = `${id}.redis-ha-bot.test`;
  const names = { plural: "lates", singular: "late", kind: "Late", listKind: "LateList" };
  const schema = { openAPIV3Schema: { type: "object" } };
  const versions = [{ name: "v1", served: true, storage: true, schema }];
  const body = { metadata: { name: `lates.${group}` }, spec: { group, names, scope: "Cluster", versions } };
  await admin.makeApiClient(ApiextensionsV1Api).createCustomResourceDefinition({ body });
  const custom = admin.makeApiClient(CustomObjectsApi);
  await until("the new kind is served", async () => {
    return (await custom.listClusterCustomObject({ group, version: "v1", plural: "lates" })) !== undefined;
  });
  return { path: `/apis/${group}/v1/lates`, resourceVersion: "1" };
}

async function removeAll(admin: KubeConfig, id: string, namespaces: readonly string[]): Promise<void> {
  const core = admin.makeApiClient(CoreV1Api);
  const rbac = admin.makeApiClient(RbacAuthorizationV1Api);
  for (const role of ["viewer", "bot"]) {
    await rbac.deleteClusterRoleBinding({ name: `${id}-${role}` });
    await rbac.deleteClusterRole({ name: `${id}-${role}` });
  }
  const extensions = admin.makeApiClient(ApiextensionsV1Api);
  const { items } = await extensions.listCustomResourceDefinition();
  for (const { metadata } of items) {
    const name = metadata?.name ?? "";
    if (name.endsWith(`.${id}.redis-ha-bot.test`)) await extensions.deleteCustomResourceDefinition({ name });
  }
  await Promise.all(namespaces.map((name) => core.deleteNamespace({ name })));
  await giveBackVolumes(admin, namespaces);
}
