import { sentinelCandidates } from "../failover-candidates.ts";
import { mastership } from "../master.ts";
import { addressText, type KnownReplica, opinions } from "../topology.ts";
import type { CatalogueEntry } from "./finding.ts";

/** `failure-modes.md` F9: the Sentinels want to fail over and no replica passes their filter, try after try. */
export const f9NoGoodReplica: CatalogueEntry = {
  code: "F9",
  title: "The Sentinels find no replica that they may promote",
  severity: "page",
  showAfterMs: 3000,
  silencedBy: ["F2"],
  detect(topology) {
    if (mastership(topology).kind !== "none") return undefined;
    const views = opinions(topology).filter(({ opinion }) => opinion.flags.includes("s_down"));
    if (views.length === 0 || views.some(({ opinion }) => sentinelCandidates(topology, opinion).length > 0)) {
      return undefined;
    }
    return {
      pods: views.map(({ pod }) => pod.name),
      meaning:
        "The master is down and every replica that the Sentinels know is excluded by their own rules, so each failover " +
        "ends in -failover-abort-no-good-slave. Waiting does not help.",
      proof: views.flatMap(({ pod, opinion }) =>
        opinion.replicas.length === 0
          ? [`${pod.name}: knows no replica of ${addressText(opinion)}`]
          : opinion.replicas.map(
              (replica) => `${pod.name}: ${addressText(replica)} ${why(replica, opinion.downAfterMs)}`,
            ),
      ),
      remedy: { kind: "recover" },
    };
  },
};

function why(replica: KnownReplica, downAfterMs: number): string {
  if (replica.flags.includes("s_down")) return "is down itself";
  if (replica.priority === 0) return "has replica-priority 0";
  if (!replica.linkUp && replica.linkDownMs > 10 * downAfterMs) {
    return `has been without its master for ${Math.round(replica.linkDownMs / 1000)} s, longer than 10 x down-after`;
  }
  return `does not answer as a replica of this group (${replica.flags.join(",")})`;
}
