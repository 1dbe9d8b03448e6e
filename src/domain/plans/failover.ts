import { count } from "../candidates.ts";
import { diagnose } from "../findings/diagnose.ts";
import { list } from "../findings/words.ts";
import { relate } from "../lineage.ts";
import { mastership } from "../master.ts";
import { type AnsweringRedis, answeringRedises, answeringSentinels, type Topology } from "../topology.ts";
import { fingerprint } from "./fingerprint.ts";
import { toMember } from "./members.ts";
import { monitorSettings, type RecoveryDefaults } from "./monitor-settings.ts";
import type { Planning } from "./plan.ts";
import { proofSteps } from "./proof-steps.ts";
import type { Step } from "./step.ts";

/** Writes are never paused for longer, however patient the Sentinels are. Milliseconds. */
const longestPauseMs = 2000;

type Refused = Planning & { readonly kind: "refused" };

/**
 * A planned hand-over to a replica, or to the one that was asked for (`redis.md`, section 4). Only of a healthy group: with
 * anything amiss a repair comes first. Which replica does not depend on offsets, for the hand-over waits until it has all.
 */
export function planFailover(topology: Topology, to: string | undefined, defaults: RecoveryDefaults): Planning {
  const refusal = notWhole(topology);
  if (refusal !== undefined) return refusal;
  const truth = mastership(topology);
  if (truth.kind !== "one") return refused("There is not exactly one master.", "Ask for /redis recover first.");
  const { master } = truth;
  if (master.pod.name === to) return { kind: "healthy" };
  const replicas = answeringRedises(topology).filter(({ pod }) => pod.name !== master.pod.name);
  const chosen = choose(replicas, master, to);
  if ("kind" in chosen) return chosen;
  const steps = stepsTo(topology, { master, chosen, replicas }, defaults);
  const { following, priority } = chosen.view;
  return {
    kind: "planned",
    plan: {
      group: topology.group,
      findings: [],
      master: chosen.pod.name,
      because: [
        `${master.pod.name} is master now; all three views agree.`,
        `${chosen.pod.name} follows it in the same history, link ${following?.link ?? "unknown"}, replica-priority ${priority}.`,
      ],
      candidates: replicas.map((replica) => candidate(replica, master, chosen)),
      losses: [
        `Nothing: writes are paused, for at most ${pauseMs(topology, defaults)} ms, until ${chosen.pod.name} has everything. ` +
          `Connections to ${master.pod.name} are closed, so that clients ask for the master anew.`,
      ],
      notices: [],
      steps,
      fingerprint: fingerprint(topology, steps),
    },
  };
}

function refused(reason: string, advice: string): Refused {
  return { kind: "refused", reason, advice };
}

function notWhole(topology: Topology): Refused | undefined {
  const { verdict, findings, settling } = diagnose(topology);
  if (verdict === "healthy") return undefined;
  const wrong = findings.map(({ code, title }) => `${code} ${title}`);
  return wrong.length > 0
    ? refused(
        `The group is ${verdict}: ${list(wrong)}.`,
        "Ask for /redis recover first; a hand-over needs a whole group.",
      )
    : refused(`The group is still settling: ${settling.slice(0, 3).join("; ")}.`, "Ask again in some seconds.");
}

function choose(
  replicas: readonly AnsweringRedis[],
  master: AnsweringRedis,
  to: string | undefined,
): AnsweringRedis | Refused {
  const named = replicas.find(({ pod }) => pod.name === to);
  const names = list(replicas.map(({ pod }) => pod.name));
  if (to !== undefined && named === undefined)
    return refused(`${to} is no replica of this group.`, `There are ${names}.`);
  if (named !== undefined) {
    const because = unfit(named, master);
    return because === undefined
      ? named
      : refused(`${named.pod.name} cannot take over: ${because}.`, "Choose another one.");
  }
  const [best] = replicas
    .filter((replica) => unfit(replica, master) === undefined)
    .toSorted((a, b) => a.view.priority - b.view.priority || (a.pod.name < b.pod.name ? -1 : 1));
  return (
    best ??
    refused(
      replicas.length === 0
        ? `${master.pod.name} has no replica.`
        : `No replica can take over: ${replicas.map((one) => `${one.pod.name}: ${unfit(one, master)}`).join("; ")}.`,
      "Add a replica, or wait until one is in sync.",
    )
  );
}

function unfit({ pod, view }: AnsweringRedis, master: AnsweringRedis): string | undefined {
  if (pod.deleting) return "its pod is being deleted";
  if (view.priority === 0) return "its replica-priority is 0: never to be promoted";
  if (view.following?.link !== "up" || view.following.syncing) return "it is not in sync";
  if (relate(view, master.view) !== "same") return "its history is another one";
  return undefined;
}

function candidate(replica: AnsweringRedis, master: AnsweringRedis, chosen: AnsweringRedis) {
  const because = unfit(replica, master);
  const { keys, priority } = replica.view;
  return {
    pod: replica.pod.name,
    facts: `${count(keys, "key")}, replica-priority ${priority}${replica === chosen ? ", chosen" : ""}`,
    loses: "nothing",
    ...(because !== undefined && { excludedBecause: because }),
  };
}

type Roles = {
  readonly master: AnsweringRedis;
  readonly chosen: AnsweringRedis;
  readonly replicas: readonly AnsweringRedis[];
};

function stepsTo(topology: Topology, { master, chosen, replicas }: Roles, defaults: RecoveryDefaults): readonly Step[] {
  const settings = monitorSettings(topology, defaults);
  return [
    {
      kind: "switch-over",
      from: toMember(master),
      to: toMember(chosen),
      followers: replicas.filter((replica) => replica !== chosen).map(toMember),
      sentinels: answeringSentinels(topology).map(toMember),
      settings,
      pauseMs: pauseMs(topology, defaults),
    },
    ...labelStep(topology, { master, chosen, replicas }),
    ...proofSteps(topology, chosen, settings.masterName, defaults.holdMs),
  ];
}

/** Wherever the label is now: the bot moves it by itself, and the plan is to be the same before and after. */
function labelStep({ masterLabel: label }: Topology, { master, chosen, replicas }: Roles): readonly Step[] {
  if (label === undefined) return [];
  const others = [master, ...replicas].filter((redis) => redis !== chosen).map(toMember);
  return [{ kind: "label-master", master: toMember(chosen), others, label }];
}

/** Half of `down-after`: a longer pause would be taken for a death (`redis.md`, section 4). */
function pauseMs(topology: Topology, defaults: RecoveryDefaults): number {
  return Math.min(longestPauseMs, Math.floor(monitorSettings(topology, defaults).downAfterMs / 2));
}
