import { canFailOverAlone } from "../failover-candidates.ts";
import { mastership } from "../master.ts";
import { addressText, answeringRedises, opinions, podAt } from "../topology.ts";
import type { CatalogueEntry } from "./finding.ts";

/** `failure-modes.md` F5: every Redis is a replica, and whatever the Sentinels name is none of a master. */
export const f5Masterless: CatalogueEntry = {
  code: "F5",
  title: "No Redis is master",
  severity: "page",
  showAfterMs: 3000,
  silencedBy: ["F2"],
  detect(topology) {
    const redises = answeringRedises(topology);
    if (redises.length === 0 || mastership(topology).kind !== "none" || canFailOverAlone(topology)) return undefined;
    const masterMayLive = opinions(topology).some(({ opinion }) => {
      const named = podAt(topology, opinion);
      return named !== undefined && !redises.some(({ pod }) => pod.name === named.name);
    });
    if (masterMayLive) return undefined;
    return {
      pods: redises.map(({ pod }) => pod.name),
      meaning: `All ${redises.length} Redises that answer are replicas, and no Sentinel can promote one: every write is refused, and this does not heal by itself.`,
      proof: [
        ...redises.map(
          ({ pod, view }) =>
            `${pod.name}: role ${view.role}` +
            (view.following === undefined ? "" : ` of ${addressText(view.following)}, link ${view.following.link}`),
        ),
        ...opinions(topology).map(
          ({ pod, opinion }) => `${pod.name}: names ${addressText(opinion)} (${opinion.flags.join(",")})`,
        ),
      ],
      remedy: { kind: "recover" },
    };
  },
};
