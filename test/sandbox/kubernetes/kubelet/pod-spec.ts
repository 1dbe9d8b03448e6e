import { z } from "zod";
import type { KubeObject } from "../kube-object.ts";

const source = z.looseObject({
  fieldRef: z.looseObject({ fieldPath: z.string() }).optional(),
  configMapKeyRef: z.looseObject({ name: z.string(), key: z.string(), optional: z.boolean().optional() }).optional(),
  secretKeyRef: z.looseObject({ name: z.string(), key: z.string(), optional: z.boolean().optional() }).optional(),
});
const reference = z.looseObject({ name: z.string(), optional: z.boolean().optional() });
const port = z.union([z.number(), z.string()]);

const Handler = z.looseObject({
  exec: z.looseObject({ command: z.array(z.string()) }).optional(),
  tcpSocket: z.looseObject({ port, host: z.string().optional() }).optional(),
  httpGet: z.looseObject({ port, path: z.string().default("/"), host: z.string().optional() }).optional(),
  sleep: z.looseObject({ seconds: z.number() }).optional(),
});
export type Handler = z.infer<typeof Handler>;

const Probe = Handler.extend({
  initialDelaySeconds: z.number().default(0),
  periodSeconds: z.number().default(10),
  timeoutSeconds: z.number().default(1),
  successThreshold: z.number().default(1),
  failureThreshold: z.number().default(3),
  terminationGracePeriodSeconds: z.number().optional(),
});
export type Probe = z.infer<typeof Probe>;

const Container = z.looseObject({
  name: z.string(),
  image: z.string().default(""),
  command: z.array(z.string()).default([]),
  args: z.array(z.string()).default([]),
  workingDir: z.string().optional(),
  ports: z.array(z.looseObject({ name: z.string().optional(), containerPort: z.number() })).default([]),
  env: z
    .array(z.looseObject({ name: z.string(), value: z.string().optional(), valueFrom: source.optional() }))
    .default([]),
  envFrom: z
    .array(
      z.looseObject({
        prefix: z.string().default(""),
        configMapRef: reference.optional(),
        secretRef: reference.optional(),
      }),
    )
    .default([]),
  volumeMounts: z
    .array(z.looseObject({ name: z.string(), mountPath: z.string(), subPath: z.string().optional() }))
    .default([]),
  startupProbe: Probe.optional(),
  livenessProbe: Probe.optional(),
  readinessProbe: Probe.optional(),
  lifecycle: z.looseObject({ preStop: Handler.optional() }).optional(),
});
export type Container = z.infer<typeof Container>;

const files = {
  defaultMode: z.number().default(0o644),
  optional: z.boolean().optional(),
  items: z.array(z.looseObject({ key: z.string(), path: z.string(), mode: z.number().optional() })).optional(),
};
const Volume = z.looseObject({
  name: z.string(),
  emptyDir: z.looseObject({}).optional(),
  configMap: z.looseObject({ name: z.string(), ...files }).optional(),
  secret: z.looseObject({ secretName: z.string(), ...files }).optional(),
  persistentVolumeClaim: z.looseObject({ claimName: z.string() }).optional(),
});
export type Volume = z.infer<typeof Volume>;

const PodSpec = z.looseObject({
  nodeName: z.string().optional(),
  enableServiceLinks: z.boolean().default(true),
  restartPolicy: z.enum(["Always", "OnFailure", "Never"]).default("Always"),
  terminationGracePeriodSeconds: z.number().default(30),
  containers: z.array(Container),
  initContainers: z.array(Container).default([]),
  volumes: z.array(Volume).default([]),
});
export type PodSpec = z.infer<typeof PodSpec>;

/** What the kubelet needs of a pod's spec. */
export function podSpecOf(pod: KubeObject): PodSpec {
  return PodSpec.parse(pod["spec"]);
}
