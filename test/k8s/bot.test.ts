import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";

const folder = (path: string) => fileURLToPath(new URL(`../../k8s/${path}`, import.meta.url));
const bot = renderKustomization(folder("bot"));
const watched = renderKustomization(folder("bot/watched"));

const Rules = z.array(
  z.object({
    apiGroups: z.array(z.string()),
    resources: z.array(z.string()),
    resourceNames: z.array(z.string()).optional(),
    verbs: z.array(z.string()),
  }),
);
const Workload = z.looseObject({
  template: z.object({
    spec: z.looseObject({
      securityContext: z.looseObject({ runAsNonRoot: z.boolean(), seccompProfile: z.object({ type: z.string() }) }),
      containers: z.array(
        z.looseObject({ securityContext: z.unknown(), readinessProbe: z.unknown(), livenessProbe: z.unknown() }),
      ),
    }),
  }),
});
const find = (kind: string, name: string) =>
  [...bot, ...watched].find((object) => object.kind === kind && object.metadata.name === name);
const rulesOf = (kind: string, name: string) => Rules.parse(find(kind, name)?.["rules"]);

test("in a watched namespace the bot may read its members, label and exec pods, and read the group's password alone", () => {
  const rules = rulesOf("Role", "redis-ha-bot");
  const may = rules.flatMap(({ resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`)),
  );
  const read = ["pods", "services", "replicationcontrollers", "statefulsets", "endpointslices"];
  expect(may.sort()).toEqual(
    [
      ...read.flatMap((resource) => ["get", "list", "watch"].map((verb) => `${verb} ${resource}`)),
      "patch pods",
      "get pods/exec",
      "create pods/exec",
      "get secrets",
    ].sort(),
  );
  expect(rules.find(({ resources }) => resources.includes("secrets"))?.resourceNames).toEqual(["redis-ha"]);
});

test("cluster-wide the bot may see namespaces and nothing else", () => {
  expect(rulesOf("ClusterRole", "redis-ha-bot-namespaces")).toEqual([
    { apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list"] },
  ]);
});

test.each([
  ["Deployment", "redis-ha-bot"],
  ["StatefulSet", "redis-ha-bot-store"],
])("the %s %s keeps the Pod Security level restricted and is probed", (kind, name) => {
  const { spec } = Workload.parse(find(kind, name)?.["spec"]).template;
  expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
  for (const { securityContext, livenessProbe, readinessProbe } of spec.containers) {
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(livenessProbe).toBeDefined();
    expect(readinessProbe).toBeDefined();
  }
});

test("the bot's own Redis is no member of a group, by any label that the bot looks for", () => {
  const text = JSON.stringify(find("StatefulSet", "redis-ha-bot-store"));
  expect(text).not.toMatch(/"name":"redis-ha"|"component":"redis"|redis-sentinel|redis-ha\/master-name/);
});

test("an audit entry of the bot's own Redis is on disk before it is acknowledged, and no job is evicted", () => {
  const conf = find("ConfigMap", "redis-ha-bot-store")?.data?.["store.conf"];
  for (const line of ["appendonly yes", "appendfsync always", "maxmemory-policy noeviction"])
    expect(conf).toContain(line);
});

test("no config map holds a token or a password", () => {
  for (const { kind, data } of bot) {
    if (kind === "ConfigMap") expect(JSON.stringify(data)).not.toMatch(/xox|xapp-|redis:\/\//);
    expect(kind).not.toBe("Secret");
  }
});
