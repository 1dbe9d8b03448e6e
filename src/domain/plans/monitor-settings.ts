import { opinions, type Topology } from "../topology.ts";
import type { MonitorSettings } from "./step.ts";

export type RecoveryDefaults = {
  /** For Sentinels where none can be asked what the group's settings are. */
  readonly settings: Omit<MonitorSettings, "masterName">;
  /** How long health must hold after the repair. Milliseconds. */
  readonly holdMs: number;
};

/** The settings that most of the group's Sentinels have; `MONITOR` forgets them, so a repair must say them again. */
export function monitorSettings(topology: Topology, { settings }: RecoveryDefaults): MonitorSettings {
  const { masterName } = topology.group;
  const [opinion] = opinions(topology).map((sentinel) => sentinel.opinion);
  if (opinion === undefined) return { masterName, ...settings };
  const { quorum, downAfterMs, failoverTimeoutMs, parallelSyncs } = opinion;
  return { masterName, quorum, downAfterMs, failoverTimeoutMs, parallelSyncs };
}
