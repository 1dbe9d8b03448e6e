import {
  type Address,
  type AnsweringRedis,
  addressText,
  answeringRedises,
  isAddressOf,
  opinions,
  type Topology,
} from "./topology.ts";

/** Who is master by the Redises' own word, the only one that counts. */
export type Mastership =
  | { readonly kind: "one"; readonly master: AnsweringRedis }
  | { readonly kind: "none" }
  | { readonly kind: "several"; readonly masters: readonly AnsweringRedis[] };

export function mastership(topology: Topology): Mastership {
  const masters = answeringRedises(topology).filter(({ view }) => view.role === "master");
  const [first] = masters;
  if (first === undefined) return { kind: "none" };
  return masters.length === 1 ? { kind: "one", master: first } : { kind: "several", masters };
}

/** The address that most of the Sentinels that answer name; undefined where none does, or two tie. */
export function namedByMost(topology: Topology): Address | undefined {
  const votes = new Map<string, { readonly address: Address; count: number }>();
  for (const { opinion } of opinions(topology)) {
    const vote = votes.get(addressText(opinion)) ?? { address: { host: opinion.host, port: opinion.port }, count: 0 };
    vote.count += 1;
    votes.set(addressText(opinion), vote);
  }
  const [first, second] = [...votes.values()].toSorted((a, b) => b.count - a.count);
  return first === undefined || first.count === second?.count ? undefined : first.address;
}

/** The Redis that answers at this address, if any. */
export function redisAt(topology: Topology, address: Address): AnsweringRedis | undefined {
  return answeringRedises(topology).find(({ pod }) => isAddressOf(pod, address));
}
