import { votesNeeded } from "./failover-candidates.ts";
import { answeringRedises, opinions, type Topology } from "./topology.ts";

/**
 * How many more Sentinels and Redises may be lost before a failover is impossible. Sentinels: those that answer, less
 * what an election needs (ghosts count for its majority). Redises: the replicas whose link is up.
 */
export function budget(topology: Topology): { readonly sentinels: number; readonly redises: number } {
  const views = opinions(topology).filter(({ view }) => !view.tilt);
  const needed = Math.max(1, ...views.map(({ opinion }) => votesNeeded(opinion)));
  const linked = answeringRedises(topology).filter(({ view }) => view.following?.link === "up" && view.priority > 0);
  return { sentinels: views.length - needed, redises: linked.length };
}
