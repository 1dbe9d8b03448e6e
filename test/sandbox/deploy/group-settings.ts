import { z } from "zod";
import type { Manifest } from "../../../src/domain/deploy/manifest.ts";

/** What Sentinel is told of the group, as the config map `redis-ha` has it. Times in milliseconds. */
const GroupSettings = z.object({
  MASTER_NAME: z.string(),
  QUORUM: z.string(),
  DOWN_AFTER_MS: z.string(),
  FAILOVER_TIMEOUT_MS: z.string(),
  PARALLEL_SYNCS: z.string(),
});
export type GroupSettings = Readonly<z.infer<typeof GroupSettings>> & { readonly password?: string };

export function groupSettings(manifests: readonly Manifest[], password?: string): GroupSettings {
  const found = manifests.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "redis-ha");
  return { ...GroupSettings.parse(found?.data), ...(password !== undefined && { password }) };
}
