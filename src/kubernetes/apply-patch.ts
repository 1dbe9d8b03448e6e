import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { Manifest } from "../domain/deploy/manifest.ts";
import { applyJsonPatch, JsonPatch } from "./json-patch.ts";
import { mergeStrategically } from "./merge-strategically.ts";

/** One entry of a kustomization's `patches`: what it changes, and to what, inline or in a file. */
export const Patch = z.strictObject({
  patch: z.string().optional(),
  path: z.string().optional(),
  target: z.strictObject({ kind: z.string().optional(), name: z.string().optional() }).optional(),
});
export type Patch = z.infer<typeof Patch>;

const Merge = z.looseObject({
  $patch: z.literal("delete").exactOptional(),
  kind: z.string().exactOptional(),
  metadata: z.looseObject({ name: z.string().exactOptional() }).exactOptional(),
});

/** The objects with one patch applied to those that it targets. A target's name is a regular expression, as for kustomize. */
export function applyPatch(objects: readonly Manifest[], patch: Patch, folder: string): readonly Manifest[] {
  const text = patch.patch ?? readFileSync(join(folder, patch.path ?? ""), "utf8");
  const parsed: unknown = parse(text);
  const isTarget = targeting(patch, parsed);
  if (!objects.some(isTarget)) throw new Error(`a patch of ${folder} has nothing to change: ${text}`);
  return objects.flatMap((object) => (isTarget(object) ? patched(object, parsed) : [object]));
}

function targeting({ target }: Patch, parsed: unknown): (object: Manifest) => boolean {
  if (target === undefined) {
    const { kind, metadata } = Merge.parse(parsed);
    return (object) => object.kind === kind && object.metadata.name === metadata?.name;
  }
  const name = target.name === undefined ? undefined : new RegExp(`^(?:${target.name})$`);
  return (object) =>
    (target.kind === undefined || object.kind === target.kind) && (name?.test(object.metadata.name) ?? true);
}

function patched(object: Manifest, parsed: unknown): readonly Manifest[] {
  if (Array.isArray(parsed)) return [Manifest.parse(applyJsonPatch(object, JsonPatch.parse(parsed)))];
  const { $patch, ...change } = Merge.parse(parsed);
  if ($patch === "delete") return [];
  // Whose name a patch carries need not be its target's: the target keeps its own.
  const metadata = { ...change.metadata, name: object.metadata.name };
  return [Manifest.parse(mergeStrategically(object, { ...change, kind: object.kind, metadata }))];
}
