import { canFailOverAlone, sentinelCandidates } from "../failover-candidates.ts";
import { isStuckSentinel } from "../stuck-sentinel.ts";
import {
  type AnsweringRedis,
  answeringRedises,
  answeringSentinels,
  isAddressOf,
  type MasterOpinion,
  opinions,
  podAt,
  type Topology,
} from "../topology.ts";
import type { Choice } from "./choose-master.ts";
import { member, toMember } from "./members.ts";
import { monitorSettings, type RecoveryDefaults } from "./monitor-settings.ts";
import { labelSteps, proofSteps } from "./proof-steps.ts";
import type { MonitorSettings, Step } from "./step.ts";

/** The steps from this topology to a whole group; empty where nothing that can be touched differs. */
export function recoverySteps(
  topology: Topology,
  { master }: Choice & { readonly kind: "chosen" },
  defaults: RecoveryDefaults,
): readonly Step[] {
  const redises = answeringRedises(topology);
  const settings = monitorSettings(topology, defaults);
  const target = member(master.pod);
  const promotion = promotionSteps(topology, master, settings.masterName);
  const astray = redises.filter((redis) => redis.pod.name !== master.pod.name && !followsWell(redis, master));
  const sentinels = sentinelSteps({ topology, master, settings, byHand: promotion[0]?.kind === "promote" });
  const repair: readonly Step[] = [
    ...promotion,
    ...(astray.length === 0
      ? []
      : [{ kind: "follow" as const, redises: astray.map(({ pod }) => member(pod)), master: target }]),
    ...sentinels,
    ...labelSteps(topology, master),
  ];
  return repair.length === 0 ? [] : [...repair, ...proofSteps(topology, master, settings.masterName, defaults.holdMs)];
}

/** `redis.md` 7.3: by Sentinel where one out of TILT would choose the same Redis, else by hand. */
function promotionSteps(topology: Topology, master: AnsweringRedis, masterName: string): readonly Step[] {
  if (master.view.role === "master") return [];
  const willing = opinions(topology).find(
    ({ view, opinion }) => !view.tilt && sentinelCandidates(topology, opinion)[0]?.pod.name === master.pod.name,
  );
  if (willing !== undefined && canFailOverAlone(topology)) {
    return [{ kind: "force-failover", sentinel: member(willing.pod), masterName, expected: member(master.pod) }];
  }
  return [{ kind: "promote", redis: member(master.pod) }];
}

function followsWell({ view }: AnsweringRedis, master: AnsweringRedis): boolean {
  const { following } = view;
  if (following === undefined || !isAddressOf(master.pod, following)) return false;
  return following.link === "up" || following.syncing;
}

type SentinelSituation = {
  readonly topology: Topology;
  readonly master: AnsweringRedis;
  readonly settings: MonitorSettings;
  /** The master is promoted by hand, so every Sentinel's picture is wrong. */
  readonly byHand: boolean;
};

function sentinelSteps({ topology, master, settings, byHand }: SentinelSituation): readonly Step[] {
  const answering = answeringSentinels(topology);
  const wrong = answering.filter(({ view }) => byHand || !isRight(topology, view.monitors, master));
  // With a majority wrong, one that is right could be switched back by a later, higher epoch: all start afresh.
  const again = wrong.length * 2 > answering.length ? answering : wrong;
  const forget = again.filter(({ view }) => view.monitors !== undefined);
  const masterName = settings.masterName;
  const target = member(master.pod);
  const waiting = topology.sentinels.filter((node) => isStuckSentinel(node) && node.view.kind === "refused");
  const start = waiting.flatMap(({ pod }) => (pod.ip === undefined ? [] : [member({ ...pod, ip: pod.ip })]));
  return [
    ...(forget.length === 0 ? [] : [{ kind: "forget-master" as const, sentinels: forget.map(toMember), masterName }]),
    ...(start.length === 0 ? [] : [{ kind: "start-sentinel" as const, sentinels: start, master: target, settings }]),
    ...(again.length === 0
      ? []
      : [{ kind: "monitor" as const, sentinels: again.map(toMember), master: target, settings }]),
  ];
}

/** Names the master, and lists no replica that is gone (a list of the dead delays the next failover). */
function isRight(topology: Topology, opinion: MasterOpinion | undefined, master: AnsweringRedis): boolean {
  if (opinion === undefined) return false;
  const ghosts = opinion.replicas.filter((replica) => podAt(topology, replica) === undefined);
  return isAddressOf(master.pod, opinion) && ghosts.length === 0;
}
