import { mastership } from "../master.ts";
import { addressText, namedAddress, opinions } from "../topology.ts";
import type { CatalogueEntry } from "./finding.ts";
import { list } from "./words.ts";

/** `failure-modes.md` F6. A thawed or returned master is demoted by Sentinel after 10 to 20 s; islands stay for ever. */
export const f6TwoMasters: CatalogueEntry = {
  code: "F6",
  title: "Several Redises say that they are master",
  severity: "page",
  showAfterMs: 0,
  silencedBy: [],
  detect(topology) {
    const truth = mastership(topology);
    if (truth.kind !== "several") return undefined;
    const pods = truth.masters.map(({ pod }) => pod.name);
    return {
      pods,
      meaning: `${list(pods)} all take writes. What is written to those that lose the vote will be thrown away when they are demoted.`,
      proof: [
        ...truth.masters.map(
          ({ pod, view }) =>
            `${pod.name} at ${addressText(namedAddress(pod))}: role master, ${view.keys} keys, ${view.replicas.length} replicas, ${view.clients} clients`,
        ),
        ...opinions(topology).map(({ pod, opinion }) => `${pod.name}: names ${addressText(opinion)}`),
      ],
      remedy: { kind: "recover" },
    };
  },
};
