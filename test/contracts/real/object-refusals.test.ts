import {
  AdmissionregistrationV1Api,
  CoreV1Api,
  type KubeConfig,
  PatchStrategy,
  setHeaderOptions,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Hindrance } from "../../../src/domain/deploy/hindrance.ts";
import type { Manifest } from "../../../src/domain/deploy/manifest.ts";
import { configMap, idlePod, service, statefulSet } from "../object-store/objects.ts";
import { startObjectStoreOn } from "../object-store-on-kubernetes.ts";
import { until } from "../until.ts";
import { requireKubeconfig, startRealKubernetes } from "./real-kubernetes.ts";

// What only a Kubernetes with its admission plugins, its scheduler and its registries can say.
requireKubeconfig();
const kubernetes = await startRealKubernetes();
const under = await startObjectStoreOn(kubernetes);
const admin: KubeConfig = kubernetes.kubeConfigFor("admin");
const core = admin.makeApiClient(CoreV1Api);
const admission = admin.makeApiClient(AdmissionregistrationV1Api);
const rules: string[] = [];
let namespace = "";

beforeAll(async () => {
  namespace = await under.freshNamespace();
});
afterAll(async () => {
  for (const name of rules) {
    await admission.deleteValidatingAdmissionPolicyBinding({ name }).catch(() => undefined);
    await admission.deleteValidatingAdmissionPolicy({ name }).catch(() => undefined);
    await admission.deleteValidatingWebhookConfiguration({ name }).catch(() => undefined);
  }
  await under.stop();
});

const rehearse = async (object: Manifest, where: string) => (await under.objects.rehearse(where, [object]))[0];
const hindrance = (where: string, kind: Hindrance["kind"]) =>
  until(`a hindrance by ${kind}`, async () => (await under.objects.hindrances(where)).find((one) => one.kind === kind));

async function enforce(where: string, level: string): Promise<void> {
  const body = { metadata: { labels: { "pod-security.kubernetes.io/enforce": level } } };
  const asMerge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
  await core.patchNamespace({ name: where, body }, asMerge);
}

test("a quota that is used up refuses an object in a rehearsal", async () => {
  const where = await under.freshNamespace();
  await core.createNamespacedResourceQuota({
    namespace: where,
    body: { metadata: { name: "few" }, spec: { hard: { "count/services": "0" } } },
  });
  const refused = await until("the quota is counted", async () => {
    const found = await rehearse(service("redis"), where);
    return found?.kind === "refused" && found;
  });
  expect(refused).toMatchObject({ cause: "quota" });
  expect(refused.reason).toMatch(/exceeded quota: few, requested: count\/services=1/);
});

test("a quota refuses a set's pod in a rehearsal, and the set says the same once it is there", async () => {
  const where = await under.freshNamespace();
  await core.createNamespacedResourceQuota({
    namespace: where,
    body: { metadata: { name: "small" }, spec: { hard: { pods: "0" } } },
  });
  const refused = await until("the quota is counted", async () => {
    const found = await rehearse(idlePod("redis-rehearsal"), where);
    return found?.kind === "refused" && found;
  });
  expect(refused).toMatchObject({ cause: "quota" });
  await under.objects.apply(where, statefulSet("redis", { replicas: 1 }));
  expect(await hindrance(where, "quota")).toMatchObject({
    object: "StatefulSet redis",
    reason: expect.stringMatching(/exceeded quota: small/),
  });
});

test("Pod Security refuses a pod that is not restricted, and lets the set be made that can't have it", async () => {
  const where = await under.freshNamespace();
  await enforce(where, "restricted");
  expect(await rehearse(idlePod("redis-rehearsal"), where)).toMatchObject({
    kind: "refused",
    cause: "admission",
    reason: expect.stringMatching(/violates PodSecurity "restricted/),
  });
  const set = statefulSet("redis", { replicas: 1 });
  expect(await rehearse(set, where)).toMatchObject({ kind: "created" });
  await under.objects.apply(where, set);
  expect(await hindrance(where, "admission")).toMatchObject({
    object: "StatefulSet redis",
    reason: expect.stringMatching(/violates PodSecurity/),
  });
});

test("an admission policy that denies is named with its own message", async () => {
  const name = `${namespace}-no-config`;
  rules.push(name);
  const namespaceSelector = { matchLabels: { "kubernetes.io/metadata.name": namespace } };
  const resourceRules = [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] }];
  await admission.createValidatingAdmissionPolicy({
    body: {
      metadata: { name },
      spec: {
        matchConstraints: { namespaceSelector, resourceRules },
        validations: [{ expression: "false", message: "config maps need a cost centre" }],
      },
    },
  });
  await admission.createValidatingAdmissionPolicyBinding({
    body: { metadata: { name }, spec: { policyName: name, validationActions: ["Deny"] } },
  });
  const refused = await until("the policy is enforced", async () => {
    const found = await rehearse(configMap("redis-ha", {}), namespace);
    return found?.kind === "refused" && found;
  });
  expect(refused).toMatchObject({ cause: "admission" });
  expect(refused.reason).toContain("config maps need a cost centre");
});

test("a webhook that cannot be asked is named", async () => {
  const where = await under.freshNamespace();
  const name = `${where}-silent`;
  rules.push(name);
  await admission.createValidatingWebhookConfiguration({
    body: {
      metadata: { name },
      webhooks: [
        {
          name: "silent.redis-ha-bot.test",
          clientConfig: { url: "https://127.0.0.1:1/" },
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": where } },
          rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["services"] }],
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
          timeoutSeconds: 2,
        },
      ],
    },
  });
  const refused = await until("the webhook is called", async () => {
    const found = await rehearse(service("redis"), where);
    return found?.kind === "refused" && found;
  });
  expect(refused).toMatchObject({ cause: "admission" });
  expect(refused.reason).toContain("silent.redis-ha-bot.test");
});

test("an image that can't be pulled and a pod that no node can take are named", async () => {
  const where = await under.freshNamespace();
  await under.objects.apply(where, statefulSet("redis", { replicas: 1, image: "nowhere.invalid/redis:none" }));
  const nodeSelector = { "redis-ha-bot.test/node": "none" };
  await under.objects.apply(where, statefulSet("redis-sentinel", { replicas: 1, pod: { nodeSelector } }));
  expect(await hindrance(where, "image")).toMatchObject({
    object: "Pod redis-0",
    reason: expect.stringContaining("nowhere.invalid/redis:none"),
  });
  expect(await hindrance(where, "unschedulable")).toMatchObject({
    object: "Pod redis-sentinel-0",
    reason: expect.stringMatching(/0\/\d+ nodes are available/),
  });
});

test("what can't be changed in place is refused, and so is what is on its way out", async () => {
  await under.objects.apply(namespace, statefulSet("redis"));
  const other = statefulSet("redis");
  const refused = await rehearse({ ...other, spec: { ...Object(other["spec"]), serviceName: "another" } }, namespace);
  expect(refused).toMatchObject({ kind: "refused", cause: "invalid", reason: expect.stringContaining("Forbidden") });
  const kept = { ...service("redis"), metadata: { name: "redis", finalizers: ["redis-ha-bot.test/kept"] } };
  await under.applyAs("somebody", namespace, kept);
  await core.deleteNamespacedService({ namespace, name: "redis" });
  expect(await rehearse(service("redis"), namespace)).toMatchObject({ kind: "refused", cause: "deleting" });
  await under.applyAs("somebody", namespace, service("redis"));
});
