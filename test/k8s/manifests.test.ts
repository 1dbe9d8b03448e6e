import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Manifest } from "../../src/domain/deploy/manifest.ts";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";

const folder = (path: string) => fileURLToPath(new URL(`../../k8s/${path}`, import.meta.url));
const group = renderKustomization(folder("redis-ha"));
const staging = renderKustomization(folder("redis-ha/overlays/staging"));

const Labels = z.record(z.string(), z.string());
const Probe = z.looseObject({ exec: z.object({ command: z.array(z.string()) }), timeoutSeconds: z.number() });
const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })),
  livenessProbe: Probe.optional(),
  readinessProbe: Probe,
  startupProbe: Probe.optional(),
  resources: z.object({ requests: Labels, limits: Labels }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.boolean(),
    readOnlyRootFilesystem: z.boolean(),
    capabilities: z.object({ drop: z.array(z.string()) }),
  }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() })),
});
const PodSpec = z.looseObject({
  automountServiceAccountToken: z.boolean(),
  terminationGracePeriodSeconds: z.number(),
  securityContext: z.object({
    runAsNonRoot: z.boolean(),
    runAsUser: z.number(),
    runAsGroup: z.number(),
    fsGroup: z.number(),
    seccompProfile: z.object({ type: z.string() }),
  }),
  containers: z.array(Container),
  volumes: z.array(z.looseObject({ name: z.string() })),
});
const StatefulSet = z.looseObject({
  serviceName: z.string(),
  replicas: z.number(),
  podManagementPolicy: z.string(),
  selector: z.object({ matchLabels: Labels }),
  template: z.object({ metadata: z.object({ labels: Labels }), spec: PodSpec }),
});
const Service = z.looseObject({
  selector: Labels,
  clusterIP: z.string().optional(),
  publishNotReadyAddresses: z.boolean().optional(),
  ports: z.array(z.object({ name: z.string(), port: z.number(), targetPort: z.string() })),
});

const named = (kind: string, name: string): Manifest => {
  const found = group.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
const statefulSet = (name: string) => StatefulSet.parse(named("StatefulSet", name)["spec"]);
const service = (name: string) => Service.parse(named("Service", name)["spec"]);
const bootstrap = named("Pod", "redis-master");
const podsOf = {
  redis: { labels: statefulSet("redis").template.metadata.labels, spec: statefulSet("redis").template.spec },
  "redis-sentinel": {
    labels: statefulSet("redis-sentinel").template.metadata.labels,
    spec: statefulSet("redis-sentinel").template.spec,
  },
  "redis-master": { labels: bootstrap.metadata.labels ?? {}, spec: PodSpec.parse(bootstrap["spec"]) },
};
const pods = Object.values(podsOf);
const containers = pods.flatMap(({ spec }) => spec.containers);

function selected(selector: Readonly<Record<string, string>>): readonly string[] {
  const isSelected = (labels: Readonly<Record<string, string>>) =>
    Object.entries(selector).every(([key, value]) => labels[key] === value);
  return Object.entries(podsOf).flatMap(([name, { labels }]) => (isSelected(labels) ? [name] : []));
}

describe("the objects", () => {
  test("are the runbook's six files' and what they need", () => {
    expect(group.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort()).toEqual([
      "ConfigMap/redis-ha",
      "ConfigMap/redis-ha-scripts",
      "Pod/redis-master",
      "PodDisruptionBudget/redis",
      "PodDisruptionBudget/redis-sentinel",
      "Service/redis",
      "Service/redis-headless",
      "Service/redis-sentinel",
      "Service/redis-sentinel-headless",
      "StatefulSet/redis",
      "StatefulSet/redis-sentinel",
    ]);
  });

  test("carry the application's name and no namespace", () => {
    for (const { metadata } of group) {
      expect(metadata.labels).toMatchObject({ "app.kubernetes.io/name": "redis-ha" });
      expect(metadata.namespace).toBeUndefined();
    }
  });

  test("run one and the same upstream image, named once", () => {
    expect(new Set(containers.map(({ image }) => image))).toEqual(new Set(["redis:7.0.15"]));
  });
});

describe("labels and selectors", () => {
  test.each(["redis", "redis-sentinel"])("the StatefulSet %s selects its own pods only", (name) => {
    expect(selected(statefulSet(name).selector.matchLabels)).toEqual([name]);
  });

  test.each(["redis", "redis-sentinel"])("the budget %s covers its own pods, one at a time", (name) => {
    const spec = z
      .object({ maxUnavailable: z.number(), selector: z.object({ matchLabels: Labels }) })
      .parse(named("PodDisruptionBudget", name)["spec"]);
    expect(spec.maxUnavailable).toBe(1);
    expect(selected(spec.selector.matchLabels)).toEqual([name]);
  });

  test("the Service redis selects by the master's label, which no template carries", () => {
    expect(service("redis").selector).toMatchObject({ "redis-ha/role": "master" });
    expect(selected(service("redis").selector)).toEqual(["redis-master"]);
  });

  test("the Service redis-sentinel reaches the bootstrap pod's Sentinel, too, and only those that are ready", () => {
    expect(selected(service("redis-sentinel").selector)).toEqual(["redis-sentinel", "redis-master"]);
    expect(service("redis-sentinel").publishNotReadyAddresses).toBeUndefined();
  });

  test.each(["redis", "redis-sentinel"])("%s has a headless Service that names pods that are not ready", (name) => {
    const { clusterIP, publishNotReadyAddresses, selector } = service(statefulSet(name).serviceName);
    expect({ clusterIP, publishNotReadyAddresses }).toEqual({ clusterIP: "None", publishNotReadyAddresses: true });
    expect(selected(selector)).toEqual([name]);
  });

  test("pods say which master name they belong to: the one that the scripts are told", () => {
    const masterName = named("ConfigMap", "redis-ha").data?.["MASTER_NAME"];
    for (const { labels } of pods) expect(labels["redis-ha/master-name"]).toBe(masterName);
  });
});

describe("the pods", () => {
  test("keep every rule of the Pod Security level restricted", () => {
    for (const { spec } of pods) {
      expect(spec.automountServiceAccountToken).toBe(false);
      expect(spec.securityContext).toEqual({
        runAsNonRoot: true,
        runAsUser: 999,
        runAsGroup: 999,
        fsGroup: 999,
        seccompProfile: { type: "RuntimeDefault" },
      });
    }
    for (const { securityContext } of containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  test("mount only volumes that they have, and scripts that exist", () => {
    const scripts = Object.keys(named("ConfigMap", "redis-ha-scripts").data ?? {});
    for (const { spec } of pods) {
      const volumes = spec.volumes.map(({ name }) => name);
      for (const { volumeMounts, command, readinessProbe } of spec.containers) {
        for (const { name } of volumeMounts) expect(volumes).toContain(name);
        for (const path of [command[1], readinessProbe.exec.command[1]]) {
          expect(scripts).toContain(path?.replace("/scripts/", ""));
        }
      }
    }
  });

  test("ask for memory and limit it, and have no limit of CPU, which would put Sentinel into TILT (F15)", () => {
    for (const { resources } of containers) {
      expect(Object.keys(resources.requests)).toEqual(["cpu", "memory"]);
      expect(Object.keys(resources.limits)).toEqual(["memory"]);
    }
  });

  test("are probed: Redis has time to load, and a Sentinel that waits for a master is not killed for it", () => {
    const redis = podsOf.redis.spec.containers[0];
    expect(redis?.startupProbe?.exec.command).toEqual(["sh", "/scripts/probe-redis.sh", "live"]);
    expect(redis?.livenessProbe?.exec.command).toEqual(["sh", "/scripts/probe-redis.sh", "live"]);
    const sentinel = podsOf["redis-sentinel"].spec.containers[0];
    expect(sentinel?.startupProbe).toBeUndefined();
    expect(sentinel?.livenessProbe?.exec.command).toEqual(["sh", "/scripts/probe-sentinel.sh", "live"]);
  });

  test("start all at once, three of each", () => {
    for (const name of ["redis", "redis-sentinel"]) {
      expect(statefulSet(name)).toMatchObject({ replicas: 3, podManagementPolicy: "Parallel" });
    }
  });

  test("of the bootstrap never restart, so that it is no second master after a failover (F6)", () => {
    expect(podsOf["redis-master"].spec["restartPolicy"]).toBe("Never");
    for (const { env } of podsOf["redis-master"].spec.containers) {
      expect(env).toContainEqual({ name: "BOOTSTRAP", value: "true" });
    }
    for (const name of ["redis", "redis-sentinel"]) {
      const names = statefulSet(name).template.spec.containers.flatMap(({ env }) => env.map((one) => one.name));
      expect(names).not.toContain("BOOTSTRAP");
    }
  });
});

describe("the settings", () => {
  test("hold no secret, and no manifest gives the password but by reference", () => {
    expect(group.some(({ kind }) => kind === "Secret")).toBe(false);
    for (const object of group.filter(({ kind }) => kind === "ConfigMap")) {
      expect(Object.keys(object.data ?? {}).join()).not.toMatch(/password|secret|token/i);
    }
    for (const { env } of containers) {
      expect(env.find(({ name }) => name === "PASSWORD")).toEqual({
        name: "PASSWORD",
        valueFrom: { secretKeyRef: { name: "redis-ha", key: "password", optional: true } },
      });
    }
  });

  test("let no script put the password on a command line, where every process of the node can read it", () => {
    const scripts = Object.values(named("ConfigMap", "redis-ha-scripts").data ?? {}).join("\n");
    expect(scripts).not.toMatch(/redis-cli[^\n]*(-a|--pass|--askpass)\b/);
  });

  test("of staging differ from the base in the cache's size alone", () => {
    const withoutSize = (objects: readonly Manifest[]) =>
      objects.map(({ data, ...object }) => ({ ...object, data: { ...data, MAXMEMORY: undefined } }));
    expect(withoutSize(staging)).toEqual(withoutSize(group));
    expect(staging).not.toEqual(group);
  });

  test("are POSIX shell that parses", () => {
    const scripts = Object.entries(named("ConfigMap", "redis-ha-scripts").data ?? {});
    for (const [name, text] of scripts.filter(([file]) => file.endsWith(".sh"))) {
      expect(() => execFileSync("sh", ["-n"], { input: text, timeout: 5_000 }), name).not.toThrow();
    }
  });
});

test("each of the runbook's files keeps its name", () => {
  const files = ["redis-master", "redis-sentinel-service", "redis-sentinel-service-headless"];
  for (const file of [...files, "redis-sentinel-statefulset", "redis-service", "redis-statefulset"]) {
    expect(readFileSync(folder(`redis-ha/base/${file}.yml`), "utf8")).toContain("kind:");
  }
});
