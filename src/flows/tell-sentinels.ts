import type { SentinelCue, SentinelCues } from "../domain/plans/sentinel-cues.ts";
import type { MonitorSettings } from "../domain/plans/step.ts";
import type { Address } from "../domain/topology.ts";
import type { Access, RedisFleet } from "./ports.ts";

export type Telling = {
  readonly cues: SentinelCues;
  readonly master: Address;
  /** For those that can only be told by `MONITOR`. */
  readonly settings: MonitorSettings;
  readonly access: Access;
  /** Told of each command and its reply. */
  readonly note: (line: string) => void;
};

/**
 * Has every Sentinel name this master, all at once. One that fails does not keep the others from it: its name and why
 * come back.
 */
export async function tellSentinels(fleet: RedisFleet, telling: Telling): Promise<readonly string[]> {
  const told = await Promise.allSettled(telling.cues.cues.map((cue) => tellOne(fleet, cue, telling)));
  return told.flatMap((outcome, i) =>
    outcome.status === "fulfilled" ? [] : [`${telling.cues.cues[i]?.sentinel.pod}: ${reasonOf(outcome.reason)}`],
  );
}

async function tellOne(fleet: RedisFleet, cue: SentinelCue, telling: Telling): Promise<void> {
  const { sentinel, peer, isMonitoring } = cue;
  const { access, master, settings, note, cues } = telling;
  const at = `${master.host} ${master.port}`;
  if (isMonitoring && peer !== undefined) {
    const reply = await fleet.greet(sentinel.address, { peer, epoch: cues.epoch, master }, access);
    return note(`${sentinel.pod}: hello of epoch ${cues.epoch} in the name of ${peer.host}: ${at} -> ${reply}`);
  }
  if (isMonitoring) note(`${sentinel.pod}: SENTINEL REMOVE -> ${await fleet.forgetMaster(sentinel.address, access)}`);
  const reply = await fleet.monitor(sentinel.address, master, settings, access);
  note(`${sentinel.pod}: SENTINEL MONITOR ${at} and SET of every option -> ${reply}`);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
