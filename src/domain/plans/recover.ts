import { count, describeCandidates, lossOf, rankCandidates } from "../candidates.ts";
import { canFailOverAlone } from "../failover-candidates.ts";
import { diagnose } from "../findings/diagnose.ts";
import { noAnswerText } from "../findings/no-answer-text.ts";
import { list } from "../findings/words.ts";
import { mastership } from "../master.ts";
import { type AnsweringRedis, answeringRedises, opinions, type Topology } from "../topology.ts";
import { type Choice, chooseMaster } from "./choose-master.ts";
import { fingerprint } from "./fingerprint.ts";
import type { RecoveryDefaults } from "./monitor-settings.ts";
import type { Plan, Planning } from "./plan.ts";
import { recoverySteps } from "./recovery-steps.ts";

/**
 * What would repair this group with the fewest touches, by `redis.md` section 7: read everything, keep a true master,
 * else choose by lineage, then replicas, then Sentinels (`REMOVE` on all before `MONITOR` on all), then proof.
 * Refused where an election runs, where nobody can be promoted, or where data may be held by one that is silent.
 */
export function planRecovery(topology: Topology, defaults: RecoveryDefaults): Planning {
  const diagnosis = diagnose(topology);
  if (diagnosis.verdict === "healthy") return { kind: "healthy" };
  const refusal = handsOff(topology);
  if (refusal !== undefined) return refusal;
  const choice = chooseMaster(topology);
  if (choice.kind === "refused") return choice;
  const steps = recoverySteps(topology, choice, defaults);
  if (steps.length === 0) return nothingToDo(topology);
  const findings = diagnosis.findings.map(({ code }) => code);
  const plan: Omit<Plan, "fingerprint"> = {
    group: topology.group,
    findings,
    master: choice.master.pod.name,
    because: choice.because,
    candidates: describeCandidates(rankCandidates(answeringRedises(topology))),
    losses: losses(topology, choice),
    notices: notices(topology),
    steps,
  };
  return { kind: "planned", plan: { ...plan, fingerprint: fingerprint(topology, steps) } };
}

function handsOff(topology: Topology): (Planning & { readonly kind: "refused" }) | undefined {
  if (topology.redises.length === 0) {
    return {
      kind: "refused",
      reason: `Kubernetes shows no Redis pod in ${topology.group.namespace}.`,
      advice: "Check the StatefulSet (kubectl get statefulset,pods); deploy the group if it is gone.",
    };
  }
  const electing = opinions(topology).filter(({ opinion }) => opinion.flags.includes("failover_in_progress"));
  if (electing.length > 0) {
    return {
      kind: "refused",
      reason: `A failover is running: ${list(electing.map(({ pod }) => pod.name))} leads it.`,
      advice: "Wait for its end (a few seconds), then ask again: a second hand would make it worse.",
    };
  }
  if (mastership(topology).kind === "none" && canFailOverAlone(topology) && !isOverdue(topology)) {
    return {
      kind: "refused",
      reason: "The Sentinels have a majority and a candidate: they replace the master by themselves within seconds.",
      advice: "Wait for +switch-master; if none comes, ask again: the plan then forces the failover.",
    };
  }
  return undefined;
}

/** All who could decide agree that the master is down, and still nothing runs: waiting has had its turn. */
function isOverdue(topology: Topology): boolean {
  const views = opinions(topology);
  return views.length > 0 && views.every(({ opinion }) => opinion.flags.includes("s_down"));
}

function nothingToDo(topology: Topology): Planning {
  const out = [...topology.redises, ...topology.sentinels].filter(({ view }) => view.kind !== "answered");
  return {
    kind: "refused",
    reason:
      out.length === 0
        ? "Every member follows the right master already; the Sentinels are still learning the lists."
        : `What is wrong cannot be mended from outside: ${out.map(({ pod, view }) => (view.kind === "answered" ? "" : `${pod.name} ${noAnswerText(view)}`)).join("; ")}.`,
    advice:
      out.length === 0
        ? "Nothing to do: it settles within about ten seconds."
        : "Look at those pods (kubectl describe pod, kubectl logs): Kubernetes must bring them back first.",
  };
}

function losses(topology: Topology, choice: Choice & { readonly kind: "chosen" }): readonly string[] {
  const all = answeringRedises(topology);
  const loss = lossOf(choice.master, all);
  const silent = topology.redises.filter(({ view }) => view.kind !== "answered").map(({ pod }) => pod.name);
  const held = describeHeld(choice.master);
  return [
    `${choice.master.pod.name} holds ${held}. Making it master loses ${loss}.`,
    ...(silent.length === 0 ? [] : [`What ${list(silent)} may hold is unknown: no answer.`]),
  ];
}

function describeHeld({ view }: AnsweringRedis): string {
  return view.keys === 0 ? "no keys (as every Redis that answers: the cache starts empty)" : count(view.keys, "key");
}

function notices(topology: Topology): readonly string[] {
  return [...topology.redises, ...topology.sentinels].flatMap(({ pod, view }) =>
    view.kind === "answered" || (pod.kind === "sentinel" && view.kind === "refused")
      ? []
      : [`${pod.name} ${noAnswerText(view)}: decided without it, and it is not touched.`],
  );
}
