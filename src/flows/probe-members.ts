import type {
  Address,
  NoAnswer,
  Pod,
  RedisAnswer,
  RedisNode,
  SentinelAnswer,
  SentinelNode,
  Topology,
} from "../domain/topology.ts";
import type { Access, Clock, RedisFleet } from "./ports.ts";

type Deps = { readonly fleet: RedisFleet; readonly clock: Clock };
type Members = Pick<Topology, "redises" | "sentinels">;

/** Asks every Redis and Sentinel at once. Who has not answered within the limit, where there is one, is `silent`. Never throws. */
export async function probeMembers(
  { fleet, clock }: Deps,
  pods: readonly Pod[],
  access: Access,
  withinMs?: number,
): Promise<Members> {
  const limited = <T>(answer: Promise<T | NoAnswer>) =>
    withinMs === undefined ? answer : Promise.race([answer, silentAfter(clock, withinMs)]);
  const [redises, sentinels] = await Promise.all([
    Promise.all(
      ofKind(pods, "redis").map(
        async (pod): Promise<RedisNode> => ({
          pod,
          view: await probe(pod, (address) => limited(fleet.probeRedis(address, access))),
        }),
      ),
    ),
    Promise.all(
      ofKind(pods, "sentinel").map(
        async (pod): Promise<SentinelNode> => ({
          pod,
          view: await probe(pod, (address) => limited(fleet.probeSentinel(address, access))),
        }),
      ),
    ),
  ]);
  return { redises, sentinels };
}

function ofKind(pods: readonly Pod[], kind: Pod["kind"]): readonly Pod[] {
  return pods.filter((pod) => pod.kind === kind);
}

async function silentAfter(clock: Clock, afterMs: number): Promise<NoAnswer> {
  await clock.sleep(afterMs);
  return { kind: "silent", afterMs };
}

async function probe<T extends RedisAnswer | SentinelAnswer>(
  pod: Pod,
  ask: (address: Address) => Promise<T | NoAnswer>,
): Promise<T | NoAnswer> {
  return pod.ip === undefined ? { kind: "no-address" } : ask({ host: pod.ip, port: pod.port });
}
