import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";
import type { Manifest } from "../../../src/domain/deploy/manifest.ts";
import { renderKustomization } from "../../../src/kubernetes/render-kustomization.ts";
import { inTime } from "../../sandbox/deploy/in-time.ts";
import { openKubernetes } from "../../sandbox/deploy/kubernetes.ts";

const overlay = fileURLToPath(new URL("../../../k8s/redis-ha/overlays/staging", import.meta.url));
const kinds = ["Secret", "ConfigMap", "Service", "PodDisruptionBudget", "NetworkPolicy", "StatefulSet", "Deployment"];

const Timers = z.object({
  DOWN_AFTER_MS: z.coerce.number(),
  FAILOVER_TIMEOUT_MS: z.coerce.number(),
  QUORUM: z.coerce.number(),
  MIN_REPLICAS_TO_WRITE: z.coerce.number(),
  /** How old a replica's last word may be for it to count for MIN_REPLICAS_TO_WRITE. */
  maxLagMs: z.number(),
});
export type Timers = Readonly<z.infer<typeof Timers>>;

export type Deployed = {
  readonly masterName: string;
  readonly password: string;
  readonly timers: Timers;
  /** Where the Service `redis` is. */
  readonly service: { readonly host: string; readonly port: number };
};

/** Applies an overlay (staging, where none is named), server-side, into the namespace, with a new password. Waits for nothing. */
export async function deploy(kubeConfig: KubeConfig, namespace: string, folder = overlay): Promise<Deployed> {
  const kubernetes = openKubernetes(kubeConfig, namespace);
  const password = randomBytes(12).toString("hex");
  const data = { password: Buffer.from(password).toString("base64") };
  const secret: Manifest = { apiVersion: "v1", kind: "Secret", metadata: { name: "redis-ha" }, data };
  const manifests = [secret, ...renderKustomization(folder)];
  await kubernetes.ensureNamespace();
  for (const manifest of manifests.toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))) {
    await kubernetes.apply(assisted(manifest));
  }
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const { spec } = await inTime(core.readNamespacedService({ name: "redis", namespace }));
  return {
    masterName: namespace,
    password,
    timers: readTimers(),
    service: { host: spec?.clusterIP ?? "", port: 6379 },
  };
}

/** The group's timers, as the manifests have them. */
function readTimers(): Timers {
  const maps = renderKustomization(overlay).filter(({ kind }) => kind === "ConfigMap");
  const data = (name: string) => maps.find(({ metadata }) => metadata.name === name)?.data ?? {};
  const [, seconds] = /^min-replicas-max-lag (\d+)/m.exec(data("redis-ha-scripts")["redis.conf"] ?? "") ?? [];
  return Timers.parse({ ...data("redis-ha"), maxLagMs: Number(seconds) * 1_000 });
}

/** As where the bot deploys: it may fail over on proof of death. */
function assisted(manifest: Manifest): Manifest {
  if (manifest.kind !== "StatefulSet" || manifest.metadata.name !== "redis") return manifest;
  const annotations = { ...Object(manifest.metadata["annotations"]), "redis-ha/assisted-failover": "on" };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
