import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GroupFiles } from "../domain/deploy/group-files.ts";
import { renderKustomization } from "./render-kustomization.ts";

const ours = fileURLToPath(new URL("../../k8s/redis-ha", import.meta.url));

/**
 * The files that lie beside the program: `k8s/redis-ha`, the same that a person gives to `kubectl apply -k`. Read once for
 * each overlay; undefined where there is no such overlay. Throws where they can't be rendered, which is a fault of the release.
 */
export function createReadFiles(folder = ours): (overlay: string) => GroupFiles | undefined {
  const known = new Map<string, GroupFiles>();
  return function readFiles(overlay) {
    const found = known.get(overlay);
    if (found !== undefined) return found;
    const place = join(folder, "overlays", overlay);
    if (!/^[a-z0-9-]+$/.test(overlay) || !existsSync(join(place, "kustomization.yml"))) return undefined;
    const objects = renderKustomization(place);
    const bootstrap = renderKustomization(join(folder, "bootstrap"));
    const digest = createHash("sha256")
      .update(JSON.stringify([objects, bootstrap]))
      .digest("hex");
    const files = { overlay, objects, bootstrap, digest };
    known.set(overlay, files);
    return files;
  };
}
