import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { Manifest, renderKustomization } from "../sandbox/render-kustomization.ts";

const byName = (objects: readonly Manifest[]) =>
  Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));

test.each(["redis-ha", "redis-ha/overlays/staging", "bot", "bot/watched"])(
  "kubectl renders k8s/%s as we do",
  (name) => {
    const folder = fileURLToPath(new URL(`../../k8s/${name}`, import.meta.url));
    const text = execFileSync("kubectl", ["kustomize", folder], { encoding: "utf8", timeout: 20_000 });
    const theirs = parseAllDocuments(text).map((document) => Manifest.parse(document.toJS()));
    expect(byName(renderKustomization(folder))).toEqual(byName(theirs));
  },
);
