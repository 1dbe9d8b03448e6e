import { count, rankCandidates } from "../candidates.ts";
import { list } from "../findings/words.ts";
import { relate } from "../lineage.ts";
import { mastership, namedByMost, redisAt } from "../master.ts";
import { type AnsweringRedis, answeringRedises, type Topology } from "../topology.ts";

export type Choice =
  | { readonly kind: "chosen"; readonly master: AnsweringRedis; readonly because: readonly string[] }
  | { readonly kind: "refused"; readonly reason: string; readonly advice: string };

/** Which Redis is, or becomes, master: never an empty one while another holds the data (`redis.md` sections 6, 7). */
export function chooseMaster(topology: Topology): Choice {
  const redises = answeringRedises(topology);
  if (redises.length === 0) {
    return {
      kind: "refused",
      reason: "No Redis of the group answers, so there is nobody who could become master.",
      advice: "Look at the pods first (kubectl get pods, kubectl logs): Kubernetes must bring one back.",
    };
  }
  const truth = mastership(topology);
  const dataHeld = redises.some(({ view }) => view.keys > 0);
  if (truth.kind === "one" && (truth.master.view.keys > 0 || !dataHeld)) {
    return {
      kind: "chosen",
      master: truth.master,
      because: [`${truth.master.pod.name} is master by its own word, the only one: nobody needs to be promoted.`],
    };
  }
  if (truth.kind === "several") return chooseAmong(topology, truth.masters);
  return chooseBest(topology, redises);
}

/** `redis.md` 7.4: the Sentinels' majority, then attached replicas, then data; a tie with data on both is a person's. */
function chooseAmong(topology: Topology, masters: readonly AnsweringRedis[]): Choice {
  const named = namedByMost(topology);
  const winner = named === undefined ? undefined : redisAt(topology, named);
  const holdsData = masters.filter(({ view }) => view.keys > 0);
  if (winner?.view.role === "master" && (winner.view.keys > 0 || holdsData.length === 0)) {
    return { kind: "chosen", master: winner, because: [`Most Sentinels name ${winner.pod.name} as the master.`] };
  }
  const [most, next] = masters.toSorted((a, b) => b.view.replicas.length - a.view.replicas.length);
  if (most !== undefined && most.view.keys > 0 && most.view.replicas.length > (next?.view.replicas.length ?? 0)) {
    return {
      kind: "chosen",
      master: most,
      because: [`${most.pod.name} has ${count(most.view.replicas.length, "replica")}, more than any other master.`],
    };
  }
  if (holdsData.length > 1) {
    return {
      kind: "refused",
      reason: `${list(holdsData.map(({ pod, view }) => `${pod.name} (${count(view.keys, "key")})`))} are all masters with data of their own, and the Sentinels do not agree on one.`,
      advice:
        "Decide which data may go, then make that Redis a replica (redis-cli REPLICAOF <master> 6379) and ask again.",
    };
  }
  return chooseBest(topology, masters);
}

function chooseBest(topology: Topology, redises: readonly AnsweringRedis[]): Choice {
  const [best, next] = rankCandidates(redises).eligible;
  if (best === undefined) {
    return {
      kind: "refused",
      reason: "Every Redis that answers is excluded: being deleted, or in the middle of a synchronisation.",
      advice: "Wait a few seconds and ask again.",
    };
  }
  const silent = topology.redises.filter(({ view }) => ["silent", "denied", "loading"].includes(view.kind));
  if (best.view.keys === 0 && silent.length > 0) {
    const names = list(silent.map(({ pod }) => pod.name));
    return {
      kind: "refused",
      reason: `Every Redis that answers is empty, and ${names} may hold the data but does not answer.`,
      advice: `Bring ${names} back or make sure that it is gone (kubectl delete pod), then ask again.`,
    };
  }
  return { kind: "chosen", master: best, because: reasons(best, next, redises) };
}

function reasons(
  best: AnsweringRedis,
  next: AnsweringRedis | undefined,
  all: readonly AnsweringRedis[],
): readonly string[] {
  const { pod, view } = best;
  if (all.every((redis) => redis.view.keys === 0)) {
    return [
      "No Redis is master.",
      `All that answer are empty, so no choice loses data; ${pod.name} is the first by name.`,
    ];
  }
  const against = next === undefined ? [] : [whyBefore(best, next)];
  return [
    "No Redis with data is master.",
    `${pod.name} holds ${count(view.keys, "key")} at offset ${view.offset}.`,
    ...against,
  ];
}

function whyBefore(best: AnsweringRedis, next: AnsweringRedis): string {
  const name = next.pod.name;
  switch (relate(best.view, next.view)) {
    case "same":
      return best.view.offset === next.view.offset
        ? `${name} has the same history and offset: either would do.`
        : `It has the same history as ${name} and is ${count(best.view.offset - next.view.offset, "byte")} ahead.`;
    case "descends":
      return `Its history goes on from ${name}'s: it is newer.`;
    case "precedes":
    case "fork":
      return `Its history and ${name}'s have parted; it holds more keys (${best.view.keys} against ${next.view.keys}).`;
    case "unrelated":
      return `Its history and ${name}'s have nothing in common, so offsets say nothing; it holds more keys (${best.view.keys} against ${next.view.keys}).`;
  }
}
