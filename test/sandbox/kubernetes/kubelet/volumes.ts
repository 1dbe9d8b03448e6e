import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataOf } from "./container-env.ts";
import type { PodPlace } from "./pod-place.ts";
import type { Container, PodSpec, Volume } from "./pod-spec.ts";

/** Makes the pod's volumes as local directories. Throws a `ConfigError` where a ConfigMap or Secret is not there. */
export function makeVolumes(place: PodPlace, spec: PodSpec): void {
  for (const volume of spec.volumes) {
    mkdirSync(directoryOf(place, volume.name), { recursive: true });
    fill(place, volume);
  }
}

function fill(place: PodPlace, { name, configMap, secret }: Volume): void {
  const wanted = configMap ?? (secret === undefined ? undefined : { ...secret, name: secret.secretName });
  if (wanted === undefined) return;
  const data = dataOf(place, configMap === undefined ? "secrets" : "configmaps", wanted) ?? {};
  for (const [file, text] of Object.entries(data)) {
    writeFileSync(join(directoryOf(place, name), file), text, { mode: wanted.defaultMode });
  }
}

/**
 * What a container sees at its mount paths: there is no root of its own, so values and arguments that are such a path,
 * or begin with one, name the local directory instead.
 */
export function localPath(place: Pick<PodPlace, "directory">, { volumeMounts }: Container, text: string): string {
  for (const { name, mountPath, subPath } of volumeMounts) {
    const root = mountPath.replace(/\/+$/, "");
    if (text !== root && !text.startsWith(`${root}/`)) continue;
    const local = join(directoryOf(place, name), subPath ?? "");
    return `${local}${text.slice(root.length)}`;
  }
  return text;
}

function directoryOf({ directory }: Pick<PodPlace, "directory">, volume: string): string {
  return join(directory, "volumes", volume);
}
