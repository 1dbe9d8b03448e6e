import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";

/** One object as it is sent to Kubernetes. */
export const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().exactOptional(),
    labels: z.record(z.string(), z.string()).exactOptional(),
  }),
  data: z.record(z.string(), z.string()).exactOptional(),
});
export type Manifest = z.infer<typeof Manifest>;

const labels = z.record(z.string(), z.string());
const Generator = z.strictObject({
  name: z.string(),
  namespace: z.string().optional(),
  behavior: z.enum(["create", "merge"]).optional(),
  literals: z.array(z.string()).default([]),
  files: z.array(z.string()).default([]),
});
const Image = z.strictObject({ name: z.string(), newName: z.string().optional(), newTag: z.string() });
// Strict: what this renderer does not know it refuses, where skipping it would render something else than kubectl does.
const Kustomization = z.strictObject({
  apiVersion: z.literal("kustomize.config.k8s.io/v1beta1"),
  kind: z.literal("Kustomization"),
  resources: z.array(z.string()).default([]),
  images: z.array(Image).default([]),
  configMapGenerator: z.array(Generator).default([]),
  generatorOptions: z.strictObject({ disableNameSuffixHash: z.literal(true), labels: labels.optional() }).optional(),
});
type Kustomization = z.infer<typeof Kustomization>;

/**
 * The objects of a kustomization, as `kubectl kustomize` renders them, in the order in which they are named.
 * Understands what `k8s/` uses; anything else in a kustomization is an error.
 */
export function renderKustomization(folder: string): readonly Manifest[] {
  const kustomization = Kustomization.parse(parse(readFileSync(join(folder, "kustomization.yml"), "utf8")));
  const named = kustomization.resources.flatMap((resource) => read(join(folder, resource)));
  const generated = kustomization.configMapGenerator.reduce<readonly Manifest[]>(
    (objects, generator) => generate(objects, generator, folder, kustomization.generatorOptions?.labels),
    named,
  );
  return generated.map((object) => Manifest.parse(withImages(object, kustomization.images)));
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
    ...Object.fromEntries(generator.files.map((file) => [basename(file), readFileSync(join(folder, file), "utf8")])),
    ...Object.fromEntries(generator.literals.map(splitLiteral)),
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
  if (generator.behavior !== "merge") return [...objects, made];
  const before = objects.find((object) => isConfigMap(object, generator.name));
  if (before === undefined) throw new Error(`nothing to merge the config map ${generator.name} into`);
  const merged = { ...before, data: { ...before.data, ...data } };
  return objects.map((object) => (object === before ? merged : object));
}

function splitLiteral(literal: string): readonly [string, string] {
  const at = literal.indexOf("=");
  if (at < 1) throw new Error(`a literal needs NAME=value: ${literal}`);
  return [literal.slice(0, at), literal.slice(at + 1)];
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
  const [name] = image.split(":");
  const found = images.find((candidate) => candidate.name === name);
  return found === undefined ? image : `${found.newName ?? found.name}:${found.newTag}`;
}
