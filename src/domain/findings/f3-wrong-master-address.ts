import { canFailOverAlone } from "../failover-candidates.ts";
import { mastership } from "../master.ts";
import { addressText, isAddressOf, opinions, podAt, type Topology } from "../topology.ts";
import type { CatalogueEntry } from "./finding.ts";
import { list } from "./words.ts";

/** `failure-modes.md` F3: the master restarted elsewhere, and Sentinels keep the address that it had. */
export const f3WrongMasterAddress: CatalogueEntry = {
  code: "F3",
  title: "Sentinels hold a dead or wrong master address",
  severity: "page",
  showAfterMs: 15_000,
  silencedBy: ["F2"],
  detect(topology) {
    const wrong = opinions(topology).filter(({ opinion }) => isWrong(topology, opinion));
    if (wrong.length === 0) return undefined;
    const pods = wrong.map(({ pod }) => pod.name);
    const proof = wrong.map(({ pod, opinion }) => {
      const owner = podAt(topology, opinion);
      return `${pod.name}: master ${addressText(opinion)} (${opinion.flags.join(",")}): ${owner === undefined ? "no pod has this address" : `that is ${owner.name}, which is not the master`}`;
    });
    return {
      pods,
      meaning:
        `${list(pods)} ${pods.length === 1 ? "names" : "name"} a master that is none. Clients that ask there are sent to the ` +
        "wrong place, and a failover from there would start from a wrong picture.",
      proof,
      remedy:
        mastership(topology).kind === "none" && canFailOverAlone(topology)
          ? { kind: "wait", reason: "the Sentinels have a candidate and decide by themselves" }
          : { kind: "recover" },
    };
  },
};

function isWrong(topology: Topology, named: { readonly host: string; readonly port: number }): boolean {
  const truth = mastership(topology);
  if (truth.kind === "one") return !isAddressOf(truth.master.pod, named);
  return podAt(topology, named) === undefined;
}
