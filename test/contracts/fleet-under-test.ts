import { Fault } from "../../src/domain/fault.ts";
import type { Address, RedisAnswer, SentinelAnswer } from "../../src/domain/topology.ts";
import type { Access, RedisFleet } from "../../src/flows/ports.ts";

/** A healthy group of three Redises (the first is the master) and three Sentinels, with a password, and its fleet. */
export type FleetUnderTest = {
  readonly fleet: RedisFleet;
  readonly access: Access & { readonly password: string };
  readonly redises: readonly [Address, Address, Address];
  readonly sentinels: readonly [Address, Address, Address];
  readonly write: (redis: Address, keys: number) => Promise<void>;
  readonly kill: (member: Address) => Promise<void>;
  /** The process is there, its port accepts, nothing answers. */
  readonly freeze: (member: Address) => Promise<void>;
  readonly thaw: (member: Address) => Promise<void>;
  /** A new process without data at the same address: a master of its own. */
  readonly restartEmpty: (redis: Address) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What a Redis says; throws where it does not answer. */
export async function redisAnswer({ fleet, access }: FleetUnderTest, address: Address): Promise<RedisAnswer> {
  const view = await fleet.probeRedis(address, access);
  if (view.kind !== "answered") throw new Error(`${address.host} did not answer: ${JSON.stringify(view)}`);
  return view;
}

/** What a Sentinel says; throws where it does not answer. */
export async function sentinelAnswer({ fleet, access }: FleetUnderTest, address: Address): Promise<SentinelAnswer> {
  const view = await fleet.probeSentinel(address, access);
  if (view.kind !== "answered") throw new Error(`${address.host} did not answer: ${JSON.stringify(view)}`);
  return view;
}

/** The fault that an act ends with; throws where there is none. */
export async function faultOf(act: Promise<unknown>): Promise<Fault> {
  const outcome = await act.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
  if (outcome instanceof Fault) return outcome;
  throw new Error(`Not a Fault: ${String(outcome)}`);
}
