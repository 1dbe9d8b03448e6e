import { mastership } from "../master.ts";
import type { Plan } from "../plans/plan.ts";
import type { Topology } from "../topology.ts";
import type { DeployPlan } from "./deploy-plan.ts";
import { isOfRedisSet } from "./group-proof.ts";
import { objectText } from "./manifest.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** A deployment as a job's plan: what Kubernetes would do with each object is what a person reads before saying yes. */
export function asJobPlan(deployment: DeployPlan, topology: Topology): Plan {
  const { group, overlay, redises, sentinels, rehearsals, notices, steps, fingerprint } = deployment;
  return {
    group,
    findings: [],
    master: masterAfter(topology),
    because: [
      `${redises} Redis and ${sentinels} Sentinels, as k8s/redis-ha/overlays/${overlay} has them.`,
      "Each object was tried on the server's side: nothing was stored.",
    ],
    candidates: [],
    losses: [],
    notices,
    details: [{ title: "What Kubernetes would do", lines: rehearsals.flatMap(linesOf) }],
    steps,
    fingerprint,
  };
}

/** Who is master now stays so; else the first of the set, which forms the group or inherits from the bootstrap master. */
function masterAfter(topology: Topology): string {
  const truth = mastership(topology);
  return truth.kind === "one" && isOfRedisSet(truth.master.pod.name) ? truth.master.pod.name : "redis-0";
}

function linesOf(rehearsal: Rehearsal): readonly string[] {
  const name = objectText(rehearsal.object);
  switch (rehearsal.kind) {
    case "created":
      return [`+ ${name}`];
    case "unchanged":
      return [`  ${name}: unchanged`];
    case "changed":
      return [`~ ${name}`, ...rehearsal.lines.map((line) => `    ${line}`)];
    case "refused":
      return [`! ${name}: ${rehearsal.reason}`];
  }
}
