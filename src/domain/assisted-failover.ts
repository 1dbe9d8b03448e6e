import { describeCandidates, rankCandidates } from "./candidates.ts";
import { votesNeeded } from "./failover-candidates.ts";
import { noAnswerText } from "./findings/no-answer-text.ts";
import { list } from "./findings/words.ts";
import { relate } from "./lineage.ts";
import { fingerprint } from "./plans/fingerprint.ts";
import { member, toMember } from "./plans/members.ts";
import { monitorSettings, type RecoveryDefaults } from "./plans/monitor-settings.ts";
import type { Plan } from "./plans/plan.ts";
import { takeOverSteps } from "./plans/take-over-steps.ts";
import {
  type AnsweringRedis,
  answeringRedises,
  answeringSentinels,
  isAddressOf,
  opinions,
  type Pod,
  type RedisNode,
  type Topology,
} from "./topology.ts";

/** `wait`: the proof may still become complete within milliseconds. `leave`: this is Sentinel's to decide. */
export type AssistDecision =
  | { readonly kind: "act"; readonly plan: Plan }
  | { readonly kind: "wait"; readonly missing: string }
  | { readonly kind: "leave"; readonly because: string };

/**
 * Whether the death of a master is proven, and who takes over (`redis.md`, section 9). Proven: its own pod's address
 * refuses (a living kernel says that nobody listens; silence proves nothing), every replica has lost its link to it, and a
 * majority of the Sentinels can be told. The topology must have been read after the connection was closed.
 */
export function decideAssist(topology: Topology, pod: string, defaults: RecoveryDefaults): AssistDecision {
  if (topology.assistedFailover !== true) return leave("assisted failover is off for this group");
  const dead = topology.redises.find((node) => node.pod.name === pod);
  if (dead?.pod.ip === undefined) return leave(`${pod} has no address any more`);
  // A connection that is cut while it is begun is what a dying process leaves behind: its address refuses a moment later.
  if (dead.view.kind === "error") return { kind: "wait", missing: `${pod} ${lifeText(dead)}` };
  if (dead.view.kind !== "refused") return leave(`${pod} does not refuse: ${lifeText(dead)}`);
  const others = topology.redises.filter((node) => node !== dead);
  const witnesses = answeringRedises({ ...topology, redises: others });
  const doubt = doubtOfReplicas(others, witnesses, dead.pod) ?? doubtOfSentinels(topology, dead.pod);
  if (doubt !== undefined) return doubt;
  const successor = chooseSuccessor(witnesses);
  if ("kind" in successor) return successor;
  return { kind: "act", plan: planOf(topology, { ...dead.pod, ip: dead.pod.ip }, successor, witnesses, defaults) };
}

type Doubt = Exclude<AssistDecision, { readonly kind: "act" }>;

function leave(because: string): Doubt {
  return { kind: "leave", because };
}

function lifeText({ view }: RedisNode): string {
  return view.kind === "answered" ? `it answers, as ${view.role}` : noAnswerText(view);
}

function doubtOfReplicas(
  others: readonly RedisNode[],
  witnesses: readonly AnsweringRedis[],
  dead: Pod,
): Doubt | undefined {
  const master = witnesses.find(({ view }) => view.role === "master");
  if (master !== undefined) return leave(`${master.pod.name} is master already`);
  const elsewhere = witnesses.find(({ view }) => view.following !== undefined && !isAddressOf(dead, view.following));
  if (elsewhere !== undefined) return leave(`${elsewhere.pod.name} does not follow ${dead.name}`);
  const silent = others.filter(({ view }) => view.kind !== "answered");
  if (witnesses.length === 0 || silent.length > 0) {
    return { kind: "wait", missing: `no answer from ${list(silent.map(({ pod }) => pod.name)) || "any replica"}` };
  }
  const linked = witnesses.filter(({ view }) => view.following?.link !== "down");
  if (linked.length === 0) return undefined;
  return { kind: "wait", missing: `${list(linked.map(({ pod }) => pod.name))} still linked to ${dead.name}` };
}

function doubtOfSentinels(topology: Topology, dead: Pod): Doubt | undefined {
  const views = opinions(topology);
  const tilted = answeringSentinels(topology).find(({ view }) => view.tilt);
  if (tilted !== undefined) return leave(`${tilted.pod.name} is in TILT`);
  const electing = views.find(({ opinion }) => opinion.flags.includes("failover_in_progress"));
  if (electing !== undefined) return leave(`${electing.pod.name} leads a failover`);
  const elsewhere = views.find(({ opinion }) => !isAddressOf(dead, opinion));
  if (elsewhere !== undefined) return leave(`${elsewhere.pod.name} names another master`);
  const needed = Math.max(...views.map(({ opinion }) => votesNeeded(opinion)), majority(topology.wanted.sentinel));
  if (views.length >= needed) return undefined;
  return { kind: "wait", missing: `${views.length} of the ${needed} Sentinels that make a majority answer` };
}

function majority(count: number): number {
  return Math.floor(count / 2) + 1;
}

/** The same rule as a repair's: lineage, then offset. Where histories have parted, a person decides. */
function chooseSuccessor(witnesses: readonly AnsweringRedis[]): AnsweringRedis | Doubt {
  const [best, ...rest] = rankCandidates(witnesses).eligible;
  if (best === undefined) return leave("no replica may be promoted");
  if (best.view.priority === 0) return leave(`${best.pod.name} is never to be promoted (replica-priority 0)`);
  const parted = rest.find(({ view }) => !["same", "descends"].includes(relate(best.view, view)));
  return parted === undefined ? best : leave(`the histories of ${best.pod.name} and ${parted.pod.name} have parted`);
}

function planOf(
  topology: Topology,
  dead: Pod & { readonly ip: string },
  successor: AnsweringRedis,
  witnesses: readonly AnsweringRedis[],
  defaults: RecoveryDefaults,
): Plan {
  const steps = takeOverSteps({
    dead: member(dead),
    to: toMember(successor),
    followers: witnesses.filter((redis) => redis !== successor).map(toMember),
    sentinels: answeringSentinels(topology).map(toMember),
    settings: monitorSettings(topology, defaults),
    holdMs: defaults.holdMs,
    ...(topology.masterLabel !== undefined && { label: topology.masterLabel }),
  });
  return {
    group: topology.group,
    findings: [],
    master: successor.pod.name,
    because: [
      `${dead.name}, the master, refuses connections at its own address: its process is gone.`,
      `${list(witnesses.map(({ pod }) => pod.name))} lost the link to it.`,
      `${opinions(topology).length} Sentinels can be told; none of them is electing.`,
    ],
    candidates: describeCandidates(rankCandidates(witnesses)),
    losses: [`What ${dead.name} took and had not yet passed on when it died.`],
    notices: [],
    steps,
    fingerprint: fingerprint(topology, steps),
  };
}
