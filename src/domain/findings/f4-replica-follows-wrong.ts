import { type Mastership, mastership } from "../master.ts";
import { type AnsweringRedis, addressText, answeringRedises, isAddressOf, namedAddress } from "../topology.ts";
import type { CatalogueEntry } from "./finding.ts";
import { list } from "./words.ts";

/** `failure-modes.md` F4: looks healthy, has no redundancy; went unnoticed for 19 hours elsewhere. */
export const f4ReplicaFollowsWrong: CatalogueEntry = {
  code: "F4",
  title: "Replicas follow a dead or wrong address",
  severity: "warn",
  showAfterMs: 15_000,
  silencedBy: [],
  detect(topology) {
    const truth = mastership(topology);
    if (truth.kind !== "one") return undefined;
    const astray = answeringRedises(topology).filter((redis) => isAstray(redis, truth));
    if (astray.length === 0) return undefined;
    const pods = astray.map(({ pod }) => pod.name);
    return {
      pods,
      meaning:
        `${list(pods)} ${pods.length === 1 ? "does" : "do"} not replicate from the master ${truth.master.pod.name}: what is ` +
        "written now is not copied there, and would be lost with the master.",
      proof: astray.map(({ pod, view }) =>
        view.following === undefined
          ? `${pod.name}: follows nobody`
          : `${pod.name}: follows ${addressText(view.following)}, link ${view.following.link}` +
            (view.following.downSeconds === undefined || view.following.downSeconds < 0
              ? ""
              : ` for ${view.following.downSeconds} s`) +
            `; the master is at ${addressText(namedAddress(truth.master.pod))}`,
      ),
      remedy: { kind: "recover" },
    };
  },
};

/** A replica whose `REPLICAOF` is not the master's address. A link that is only down or syncing is not astray. */
function isAstray(redis: AnsweringRedis, truth: Mastership & { readonly kind: "one" }): boolean {
  if (redis.view.role === "master" || redis.view.following === undefined) return false;
  return !isAddressOf(truth.master.pod, redis.view.following);
}
