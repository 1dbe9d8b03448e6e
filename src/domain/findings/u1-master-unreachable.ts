import { canFailOverAlone } from "../failover-candidates.ts";
import { mastership, namedByMost } from "../master.ts";
import { addressText, opinions, podAt, type Topology } from "../topology.ts";
import type { CatalogueEntry } from "./finding.ts";
import { noAnswerText } from "./no-answer-text.ts";

/** Not a mode of its own but the way into most of them: the master is gone, and Sentinel has not decided yet. */
export const u1MasterUnreachable: CatalogueEntry = {
  code: "U1",
  title: "The master does not answer",
  severity: "page",
  showAfterMs: 2000,
  silencedBy: ["F1", "F2", "F5", "F9"],
  detect(topology) {
    if (mastership(topology).kind !== "none" || topology.redises.length === 0) return undefined;
    const named = namedByMost(topology);
    const pod = named === undefined ? undefined : podAt(topology, named);
    const alone = canFailOverAlone(topology);
    const waitMs = Math.max(0, ...opinions(topology).map(({ opinion }) => opinion.downAfterMs));
    return {
      pods: pod === undefined ? [] : [pod.name],
      meaning:
        (named === undefined
          ? "Nobody answers as master. "
          : `${pod?.name ?? addressText(named)} was master and does not answer: writes fail. `) +
        (alone
          ? `The Sentinels can replace it by themselves, about ${Math.round(waitMs / 1000)} s after it fell silent.`
          : "The Sentinels cannot replace it by themselves now."),
      proof: silentRedises(topology),
      remedy: alone
        ? {
            kind: "wait",
            reason: "the Sentinels decide by themselves; a failover asked for now would only disturb them",
          }
        : { kind: "recover" },
    };
  },
};

function silentRedises(topology: Topology): readonly string[] {
  return topology.redises.flatMap(({ pod, view }) =>
    view.kind === "answered" ? [] : [`${pod.name}: ${noAnswerText(view)}`],
  );
}
