import { list } from "./findings/words.ts";
import { mastership } from "./master.ts";
import {
  type AnsweringSentinel,
  addressText,
  answeringRedises,
  isAddressOf,
  isSameAddress,
  type MasterOpinion,
  namedAddress,
  opinions,
  podAt,
  type Topology,
} from "./topology.ts";

/**
 * What still keeps the group from being whole although it may work: links that are not up, Sentinels that have not yet
 * learned a replica or a peer. Empty: all three views agree.
 */
export function settling(topology: Topology): readonly string[] {
  const truth = mastership(topology);
  if (truth.kind !== "one") return [];
  const replicas = answeringRedises(topology).filter(({ pod }) => pod.name !== truth.master.pod.name);
  const unlinked = replicas.filter(({ view }) => view.following?.link !== "up" || view.following.syncing);
  const views = opinions(topology);
  return [
    ...(unlinked.length === 0
      ? []
      : [`${list(unlinked.map(({ pod }) => pod.name))} not yet in sync with ${truth.master.pod.name}`]),
    ...views.flatMap(({ pod, view, opinion }) => [
      ...(isAddressOf(truth.master.pod, opinion) ? [] : [`${pod.name} still names ${addressText(opinion)}`]),
      ...opinion.flags.filter((flag) => flag !== "master").map((flag) => `${pod.name} has the master marked ${flag}`),
      ...(view.tilt ? [`${pod.name} is in TILT: it watches and does not act`] : []),
      ...unlearned(
        pod.name,
        opinion,
        replicas.map(({ pod: replica }) => namedAddress(replica)),
        "replica",
        opinion.replicas,
      ),
      ...unlearned(pod.name, opinion, peersOf(pod.name, views), "Sentinel", opinion.sentinels),
    ]),
    ...missing("Redis", answeringRedises(topology).length, topology.wanted.redis),
    ...missing("Sentinel", views.length, topology.wanted.sentinel),
  ];
}

function peersOf(
  pod: string,
  views: readonly AnsweringSentinel[],
): readonly { readonly host: string; readonly port: number }[] {
  return views.filter((other) => other.pod.name !== pod).map((other) => namedAddress(other.pod));
}

function unlearned(
  pod: string,
  opinion: MasterOpinion,
  there: readonly { readonly host: string; readonly port: number }[],
  noun: string,
  known: readonly { readonly host: string; readonly port: number; readonly flags: readonly string[] }[],
): readonly string[] {
  const unknown = there.filter(
    (address) =>
      !isSameAddress(opinion, address) &&
      !known.some((entry) => isSameAddress(entry, address) && !entry.flags.includes("s_down")),
  );
  return unknown.map((address) => `${pod} does not see the ${noun} at ${addressText(address)} yet`);
}

function missing(noun: string, there: number, wanted: number): readonly string[] {
  return there >= wanted ? [] : [`${there} of ${wanted} ${noun}s take part`];
}

/** Entries of the Sentinels' lists that no pod has any more: they stay until somebody removes them, and harm little. */
export function harmlessNotes(topology: Topology): readonly string[] {
  const ghosts = opinions(topology).flatMap(({ opinion }) =>
    opinion.replicas.filter((replica) => podAt(topology, replica) === undefined).map(addressText),
  );
  const distinct = [...new Set(ghosts)];
  return distinct.length === 0
    ? []
    : [
        `The Sentinels still list ${distinct.length === 1 ? "a replica" : "replicas"} that ${distinct.length === 1 ? "is" : "are"} gone: ${list(distinct)}.`,
      ];
}
