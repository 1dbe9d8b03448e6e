import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { Manifest } from "../domain/deploy/manifest.ts";
import { applyPatch, Patch } from "./apply-patch.ts";

const labels = z.record(z.string(), z.string());
const Generator = z.strictObject({
  name: z.string(),
  namespace: z.string().optional(),
  behavior: z.enum(["create", "merge", "replace"]).default("create"),
  literals: z.array(z.string()).default([]),
  files: z.array(z.string()).default([]),
});
const Image = z.strictObject({
  name: z.string(),
  newName: z.string().optional(),
  newTag: z.string().optional(),
  digest: z.string().optional(),
});
const shared = {
  resources: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  images: z.array(Image).default([]),
  patches: z.array(Patch).default([]),
  configMapGenerator: z.array(Generator).default([]),
  generatorOptions: z.strictObject({ disableNameSuffixHash: z.literal(true), labels: labels.optional() }).optional(),
};
// Strict: what this renderer does not know it refuses, where skipping it would render something else than kubectl does.
const Kustomization = z.discriminatedUnion("kind", [
  z.strictObject({
    apiVersion: z.literal("kustomize.config.k8s.io/v1beta1"),
    kind: z.literal("Kustomization"),
    ...shared,
  }),
  z.strictObject({
    apiVersion: z.literal("kustomize.config.k8s.io/v1alpha1"),
    kind: z.literal("Component"),
    ...shared,
  }),
]);
type Kustomization = z.infer<typeof Kustomization>;

/**
 * The objects of a kustomization, as `kubectl kustomize` renders them, in the order in which they are named.
 * Understands what `k8s/` uses; anything else in a kustomization is an error.
 */
export function renderKustomization(folder: string): readonly Manifest[] {
  return build([], folder);
}

/** Resources, generated config maps, components, patches, images: the order that kustomize has. */
function build(given: readonly Manifest[], folder: string): readonly Manifest[] {
  const kustomization = Kustomization.parse(parse(readFileSync(join(folder, "kustomization.yml"), "utf8")));
  const named = [...given, ...kustomization.resources.flatMap((resource) => read(join(folder, resource)))];
  const generated = kustomization.configMapGenerator.reduce<readonly Manifest[]>(
    (objects, generator) => generate(objects, generator, folder, kustomization.generatorOptions?.labels),
    named,
  );
  const composed = kustomization.components.reduce<readonly Manifest[]>(
    (objects, component) => build(objects, join(folder, component)),
    generated,
  );
  const patched = kustomization.patches.reduce<readonly Manifest[]>(
    (objects, patch) => applyPatch(objects, patch, folder),
    composed,
  );
  return patched.map((object) => Manifest.parse(withImages(object, kustomization.images)));
}

function read(path: string): readonly Manifest[] {
  if (statSync(path).isDirectory()) return renderKustomization(path);
  return parseAllDocuments(readFileSync(path, "utf8")).map((document) => Manifest.parse(document.toJS()));
}

function generate(
  objects: readonly Manifest[],
  generator: z.infer<typeof Generator>,
  folder: string,
  labels: Manifest["metadata"]["labels"],
): readonly Manifest[] {
  const data = {
    ...Object.fromEntries(generator.files.map((file) => namedFile(folder, file))),
    ...Object.fromEntries(generator.literals.map(splitPair)),
  };
  const made = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: generator.name,
      ...(generator.namespace !== undefined && { namespace: generator.namespace }),
      ...(labels !== undefined && { labels }),
    },
    data,
  };
  if (generator.behavior === "create") return [...objects, made];
  const before = objects.find((object) => isConfigMap(object, generator.name));
  if (before === undefined) throw new Error(`nothing to merge the config map ${generator.name} into`);
  const mergedLabels = { ...before.metadata.labels, ...labels };
  const metadata =
    Object.keys(mergedLabels).length === 0 ? before.metadata : { ...before.metadata, labels: mergedLabels };
  const merged = { ...before, metadata, data: generator.behavior === "merge" ? { ...before.data, ...data } : data };
  return objects.map((object) => (object === before ? merged : object));
}

/** `file` or `KEY=file`. */
function namedFile(folder: string, file: string): readonly [string, string] {
  const [key, path] = file.includes("=") ? splitPair(file) : [basename(file), file];
  return [key, readFileSync(join(folder, path), "utf8")];
}

function splitPair(pair: string): readonly [string, string] {
  const at = pair.indexOf("=");
  if (at < 1) throw new Error(`this needs NAME=value: ${pair}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function isConfigMap(object: Manifest, name: string): boolean {
  return object.kind === "ConfigMap" && object.metadata.name === name;
}

function withImages(value: unknown, images: Kustomization["images"]): unknown {
  if (Array.isArray(value)) return value.map((item) => withImages(item, images));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "image" && typeof inner === "string" ? imageOf(inner, images) : withImages(inner, images),
    ]),
  );
}

function imageOf(image: string, images: Kustomization["images"]): string {
  const [, name = image, tag] = /^(.*?)(?::([^/:@]+))?(?:@.*)?$/.exec(image) ?? [];
  const found = images.find((candidate) => candidate.name === name);
  if (found === undefined) return image;
  const newName = found.newName ?? found.name;
  if (found.digest !== undefined) return `${newName}@${found.digest}`;
  const newTag = found.newTag ?? tag;
  return newTag === undefined ? newName : `${newName}:${newTag}`;
}
