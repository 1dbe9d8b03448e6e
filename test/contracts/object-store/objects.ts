import type { Manifest } from "../../../src/domain/deploy/manifest.ts";
import { Fault } from "../../../src/domain/fault.ts";
import { idle, scriptSpec } from "../kubernetes-api/test-pod.ts";

export function configMap(name: string, data: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { ...data } };
}

export function service(name: string, spec: object = {}): Manifest {
  const ports = [{ name: "redis", port: 6379, targetPort: 6379 }];
  return { apiVersion: "v1", kind: "Service", metadata: { name }, spec: { selector: { app: name }, ports, ...spec } };
}

type SetShape = { readonly replicas?: number; readonly image?: string; readonly env?: object[]; readonly pod?: object };

/** Its one container does nothing, until it is told to go. */
export function statefulSet(name: string, shape: SetShape = {}): Manifest {
  const { replicas = 0, image = "redis:7.0.15", env = [], pod = {} } = shape;
  const labels = { app: name };
  const { containers, ...rest } = scriptSpec(idle);
  const [container] = containers;
  const { command, volumeMounts } = container ?? {};
  const spec = { ...rest, containers: [{ name: "redis", image, command, volumeMounts, env }], ...pod };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name },
    spec: {
      replicas,
      serviceName: name,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec },
    },
  };
}

/** A pod that does nothing, as a set would make it. */
export function idlePod(name: string, more: object = {}): Manifest {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name } },
    spec: { ...scriptSpec(idle), ...more },
  };
}

export async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
  return "none";
}
