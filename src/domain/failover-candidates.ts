import { redisAt } from "./master.ts";
import { type AnsweringRedis, addressText, type MasterOpinion, opinions, type Topology } from "./topology.ts";

/** Older PING replies exclude a replica (`sentinelSelectSlave`: five ping periods of one second). */
const pingLimitMs = 5000;

/**
 * The replicas that one Sentinel would take for a promotion, best first, by its own rule (`redis.md` section 6, from
 * `sentinelSelectSlave` of `sentinel.c`). The age of its own `+sdown` is not to be had from outside, so a link that has
 * been down for up to 10 x down-after passes here; it may pass there for longer.
 */
export function sentinelCandidates(topology: Topology, opinion: MasterOpinion): readonly AnsweringRedis[] {
  const usable = opinion.replicas.filter(
    (replica) =>
      !replica.flags.some((flag) => ["s_down", "o_down", "disconnected"].includes(flag)) &&
      replica.priority > 0 &&
      replica.lastOkPingMs <= pingLimitMs &&
      (replica.linkUp || replica.linkDownMs <= 10 * opinion.downAfterMs),
  );
  return usable
    .toSorted((a, b) => a.priority - b.priority || b.offset - a.offset || (addressText(a) < addressText(b) ? -1 : 1))
    .flatMap((replica) => {
      const redis = redisAt(topology, replica);
      return redis === undefined || redis.view.role === "master" ? [] : [redis];
    });
}

/** Whether enough Sentinels are alive, out of TILT and in possession of a candidate to fail over by themselves. */
export function canFailOverAlone(topology: Topology): boolean {
  const ready = opinions(topology).filter(
    ({ view, opinion }) => !view.tilt && sentinelCandidates(topology, opinion).length > 0,
  );
  return ready.some(({ opinion }) => ready.length >= votesNeeded(opinion));
}

/** Quorum declares a master down, but electing takes a majority of all *known* Sentinels, dead ones included. */
export function votesNeeded(opinion: MasterOpinion): number {
  const known = opinion.sentinels.length + 1;
  return Math.max(opinion.quorum, Math.floor(known / 2) + 1);
}
