import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bytesOf, ConfigError } from "./container-env.ts";
import type { PodPlace } from "./pod-place.ts";
import type { Container, PodSpec, Volume } from "./pod-spec.ts";

/**
 * Makes the pod's volumes as local directories. Throws a `ConfigError` where a ConfigMap or Secret is not there, or the
 * volume is of a sort that the sandbox has not got.
 */
export function makeVolumes(place: PodPlace, spec: PodSpec): void {
  for (const volume of spec.volumes) {
    const { name, persistentVolumeClaim } = volume;
    if (persistentVolumeClaim !== undefined) {
      mountClaim(place, name, persistentVolumeClaim.claimName);
      continue;
    }
    mkdirSync(directoryOf(place, name), { recursive: true });
    fill(place, volume);
  }
}

/** A link: what is removed with the pod leads to the claim's directory, and is not it. */
function mountClaim(place: PodPlace, volume: string, claimName: string): void {
  const claim = place.store.read("persistentvolumeclaims", place.namespace, claimName);
  if (claim === undefined) throw new ConfigError(`persistentvolumeclaim "${claimName}" not found`);
  const directory = join(place.claims, claim.metadata.uid);
  const mount = directoryOf(place, volume);
  mkdirSync(directory, { recursive: true });
  mkdirSync(dirname(mount), { recursive: true });
  if (!existsSync(mount)) symlinkSync(directory, mount);
}

function fill(place: PodPlace, { name, emptyDir, configMap, secret, ...others }: Volume): void {
  const wanted = configMap ?? (secret === undefined ? undefined : { ...secret, name: secret.secretName });
  if (wanted === undefined) {
    const [kind] = Object.keys(others);
    if (emptyDir !== undefined || kind === undefined) return;
    throw new ConfigError(`the sandbox has no volumes of the sort ${kind} (volume "${name}")`);
  }
  const data = bytesOf(place, configMap === undefined ? "secrets" : "configmaps", wanted) ?? {};
  const items = wanted.items ?? Object.keys(data).map((key) => ({ key, path: key, mode: undefined }));
  for (const { key, path, mode = wanted.defaultMode } of items) {
    const bytes = data[key];
    if (bytes === undefined && wanted.optional !== true) {
      throw new ConfigError(`references non-existent config key: ${key} (volume "${name}")`);
    }
    if (bytes !== undefined) write(join(directoryOf(place, name), path), bytes, mode);
  }
}

function write(file: string, bytes: Buffer, mode: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  // Not by the write: the umask would take from it.
  chmodSync(file, mode);
}

/**
 * What a container sees at its mount paths: there is no root of its own, so values and arguments that are such a path,
 * or begin with one, name the local directory instead. The longest path wins, as the inner mount does.
 */
export function localPath(place: Pick<PodPlace, "directory">, { volumeMounts }: Container, text: string): string {
  const mounts = volumeMounts
    .map(({ name, mountPath, subPath = "" }) => ({ name, subPath, root: mountPath.replace(/\/+$/, "") }))
    .toSorted((a, b) => b.root.length - a.root.length);
  const found = mounts.find(({ root }) => text === root || text.startsWith(`${root}/`));
  if (found === undefined) return text;
  return `${join(directoryOf(place, found.name), found.subPath)}${text.slice(found.root.length)}`;
}

function directoryOf({ directory }: Pick<PodPlace, "directory">, volume: string): string {
  return join(directory, "volumes", volume);
}
