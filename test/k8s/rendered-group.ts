import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Manifest } from "../../src/domain/deploy/manifest.ts";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";

const Labels = z.record(z.string(), z.string());
const Exec = z.object({ exec: z.object({ command: z.array(z.string()) }) });
const Http = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const Probe = z.intersection(z.union([Exec, Http]), z.looseObject({ timeoutSeconds: z.number() }));
const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })),
  lifecycle: z.object({ preStop: Exec }).optional(),
  livenessProbe: Probe.optional(),
  readinessProbe: Probe,
  startupProbe: Probe.optional(),
  resources: z.object({ requests: Labels, limits: Labels }),
  securityContext: z.unknown(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() })),
});
const PodSpec = z.looseObject({
  automountServiceAccountToken: z.boolean(),
  terminationGracePeriodSeconds: z.number(),
  securityContext: z.looseObject({}),
  affinity: z.object({ podAntiAffinity: z.looseObject({}) }).optional(),
  containers: z.array(Container),
  volumes: z.array(z.looseObject({ name: z.string() })).default([]),
});
const Workload = z.looseObject({
  podManagementPolicy: z.string().optional(),
  replicas: z.number(),
  selector: z.object({ matchLabels: Labels }),
  template: z.object({ metadata: z.object({ labels: Labels }), spec: PodSpec }),
  volumeClaimTemplates: z.array(z.object({ metadata: z.looseObject({ name: z.string() }) })).default([]),
});
const Service = z.looseObject({
  selector: Labels,
  clusterIP: z.string().optional(),
  publishNotReadyAddresses: z.boolean().optional(),
  ports: z.array(z.object({ name: z.string(), port: z.number(), targetPort: z.string() })),
});
const Budget = z.object({ maxUnavailable: z.number(), selector: z.object({ matchLabels: Labels }) });

export const folderOf = (path: string) => fileURLToPath(new URL(`../../k8s/redis-ha/${path}`, import.meta.url));

/** A kustomization's objects, read as far as the tests look at them. */
export function renderGroup(path: string) {
  const objects = renderKustomization(folderOf(path));
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  const named = (kind: string, name: string): Manifest => {
    const found = ofKind(kind).find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`no ${kind} ${name}`);
    return found;
  };
  const sets = [...ofKind("StatefulSet"), ...ofKind("Deployment")].map(({ metadata: { name, annotations }, spec }) => ({
    name,
    annotations,
    ...Workload.parse(spec),
  }));
  const services = ofKind("Service").map(({ metadata: { name }, spec }) => ({ name, ...Service.parse(spec) }));
  const budgets = ofKind("PodDisruptionBudget").map(({ metadata: { name }, spec }) => ({
    name,
    ...Budget.parse(spec),
  }));
  /** The pods by name, those of a Deployment by the Deployment's. */
  const pods = sets.flatMap(({ name, replicas, template }) =>
    Array.from({ length: replicas }, (_, ordinal) => ({
      name: name === "redis-proxy" ? name : `${name}-${ordinal}`,
      labels: { ...template.metadata.labels, "statefulset.kubernetes.io/pod-name": `${name}-${ordinal}` },
    })),
  );
  const selected = (selector: Readonly<Record<string, string>>): readonly string[] => [
    ...new Set(
      pods
        .filter(({ labels }) =>
          Object.entries(selector).every(([key, value]) => new Map(Object.entries(labels)).get(key) === value),
        )
        .map(({ name }) => name),
    ),
  ];
  return {
    objects,
    named,
    sets,
    services,
    budgets,
    selected,
    containers: sets.flatMap(({ template }) => template.spec.containers),
    settings: named("ConfigMap", "redis-ha").data ?? {},
    scripts: named("ConfigMap", "redis-ha-scripts").data ?? {},
  };
}
