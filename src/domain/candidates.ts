import { relate } from "./lineage.ts";
import type { Candidate } from "./plans/plan.ts";
import type { AnsweringRedis } from "./topology.ts";

export type Ranking = {
  /** The best first; never empty where a Redis answered that may be chosen. */
  readonly eligible: readonly AnsweringRedis[];
  readonly excluded: readonly { readonly redis: AnsweringRedis; readonly because: string }[];
};

/**
 * Ranks the Redises that answered for the master's part, by `redis.md` section 6: lineage first, then offset within one
 * lineage, keys where histories are unrelated. Never by age: the oldest pod may be the one that lagged.
 */
export function rankCandidates(redises: readonly AnsweringRedis[]): Ranking {
  const excluded = redises.flatMap((redis) => {
    const because = exclusion(redis, redises);
    return because === undefined ? [] : [{ redis, because }];
  });
  const out = new Set(excluded.map(({ redis }) => redis));
  return { eligible: redises.filter((redis) => !out.has(redis)).toSorted(byCompleteness), excluded };
}

function exclusion(redis: AnsweringRedis, all: readonly AnsweringRedis[]): string | undefined {
  if (redis.pod.deleting) return "its pod is being deleted";
  if (redis.view.following?.syncing === true) return "it is in the middle of a synchronisation: its data is incomplete";
  if (redis.view.keys === 0 && all.some(({ view }) => view.keys > 0)) {
    return "it is empty while another holds data";
  }
  if (redis.view.priority === 0 && all.some(({ view }) => view.priority > 0 && view.keys > 0)) {
    return "its replica-priority is 0: never to be promoted while another can be";
  }
  return undefined;
}

function byCompleteness(a: AnsweringRedis, b: AnsweringRedis): number {
  return compareData(a, b) || a.view.priority - b.view.priority || (a.pod.name < b.pod.name ? -1 : 1);
}

/** Negative where the first holds more: lineage and offset where they are comparable, else keys, then memory. */
function compareData({ view: a }: AnsweringRedis, { view: b }: AnsweringRedis): number {
  switch (relate(a, b)) {
    case "same":
      return b.offset - a.offset;
    case "descends":
      return -1;
    case "precedes":
      return 1;
    case "fork":
    case "unrelated":
      return (
        b.keys - a.keys ||
        Number(b.usedMemoryBytes > a.usedMemoryBytes * 2) - Number(a.usedMemoryBytes > b.usedMemoryBytes * 2)
      );
  }
}

/** What everybody must know of each candidate before one is chosen: the choice first, then the excluded ones. */
export function describeCandidates(ranking: Ranking): readonly Candidate[] {
  const all = [...ranking.eligible, ...ranking.excluded.map(({ redis }) => redis)];
  const reasons = new Map(ranking.excluded.map(({ redis, because }) => [redis, because]));
  return all.map((redis) => {
    const because = reasons.get(redis);
    return {
      pod: redis.pod.name,
      facts: facts(redis),
      loses: lossOf(redis, all),
      ...(because !== undefined && { excludedBecause: because }),
    };
  });
}

function facts({ view }: AnsweringRedis): string {
  return `${count(view.keys, "key")}, offset ${view.offset} of history ${view.replid.slice(0, 8)}`;
}

/** What would be thrown away if this one became master and the others followed it. */
export function lossOf(chosen: AnsweringRedis, all: readonly AnsweringRedis[]): string {
  const losses = all.flatMap((other) => (other === chosen ? [] : lossAgainst(chosen, other)));
  return losses.length === 0 ? "nothing that any Redis that answers still holds" : losses.join("; ");
}

function lossAgainst({ view: chosen }: AnsweringRedis, { pod, view: other }: AnsweringRedis): readonly string[] {
  switch (relate(chosen, other)) {
    case "same":
      return other.offset > chosen.offset
        ? [`the last ${count(other.offset - chosen.offset, "byte")} of writes that only ${pod.name} has`]
        : [];
    case "descends":
      return [];
    case "precedes":
      return [`what ${pod.name} took over and wrote since (${count(other.keys, "key")} there)`];
    case "fork":
      return [`what ${pod.name} wrote since the two histories parted (${count(other.keys, "key")} there)`];
    case "unrelated":
      return other.keys === 0 ? [] : [`the ${count(other.keys, "key")} of ${pod.name}, whose history is another one`];
  }
}

export function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}
