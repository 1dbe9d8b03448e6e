import { mastership } from "../master.ts";
import { isStuckSentinel } from "../stuck-sentinel.ts";
import type { CatalogueEntry } from "./finding.ts";
import { list } from "./words.ts";

/** `failure-modes.md` F1: a start script that waits for another Sentinel's answer, while all of them wait. */
export const f1StuckSentinels: CatalogueEntry = {
  code: "F1",
  title: "Sentinels wait for each other",
  severity: "page",
  showAfterMs: 10_000,
  silencedBy: [],
  detect(topology) {
    const stuck = topology.sentinels.filter(isStuckSentinel);
    if (stuck.length === 0) return undefined;
    const pods = stuck.map(({ pod }) => pod.name);
    const left = topology.wanted.sentinel - stuck.length;
    return {
      pods,
      meaning:
        `${list(pods)} ${pods.length === 1 ? "runs" : "run"} without knowing any master, so nobody there can fail over. ` +
        (left <= 0
          ? "No Sentinel is left to tell them, so they would wait for ever."
          : "They do not find their way by themselves as long as nobody answers them."),
      proof: stuck.map(({ pod, view }) =>
        view.kind === "answered"
          ? `${pod.name}: Sentinel answers PING and monitors no master`
          : `${pod.name}: container running, ${pod.ip ?? "no address"}:${pod.port} refuses connections`,
      ),
      remedy:
        mastership(topology).kind === "none" && topology.redises.every(({ view }) => view.kind !== "answered")
          ? { kind: "none", reason: "no Redis answers that they could be pointed at" }
          : { kind: "recover" },
    };
  },
};
