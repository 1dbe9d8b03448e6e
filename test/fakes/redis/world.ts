import { createHash } from "node:crypto";
import type { MonitorSettings } from "../../../src/domain/plans/step.ts";
import { type Address, addressText, isSameAddress, type NoAnswer } from "../../../src/domain/topology.ts";

export type FakeRedis = {
  readonly kind: "redis";
  readonly address: Address;
  /** Present: it does not answer, and why. */
  silence?: NoAnswer;
  runId: string;
  following?: { readonly to: Address; up: boolean; wasUp: boolean };
  replid: string;
  replid2: string;
  secondReplOffset: number;
  offset: number;
  keys: number;
  priority: number;
  minReplicasToWrite: number;
  marker?: string;
  isPaused?: boolean;
};

export type FakeMonitor = {
  address: Address;
  epoch: number;
  settings: MonitorSettings;
  replicas: Address[];
  sentinels: { readonly id: string; readonly address: Address }[];
};

export type FakeSentinel = {
  readonly kind: "sentinel";
  readonly address: Address;
  silence?: NoAnswer;
  id: string;
  tilt: boolean;
  readonly masters: Map<string, FakeMonitor>;
};

/** The processes of the fake, by address. Nothing happens in it by the passing of time. */
export type World = {
  readonly members: Map<string, FakeRedis | FakeSentinel>;
  readonly newId: () => string;
};

export const noLineage = "0".repeat(40);

export function createWorld(): World {
  let count = 0;
  // Looks like Redis' ids, and is the same in every run.
  const newId = () => createHash("sha1").update(`id ${count++}`).digest("hex");
  return { members: new Map(), newId };
}

export function newRedis(world: World, address: Address): FakeRedis {
  return {
    kind: "redis",
    address,
    runId: world.newId(),
    replid: world.newId(),
    replid2: noLineage,
    secondReplOffset: -1,
    offset: 0,
    keys: 0,
    priority: 100,
    minReplicasToWrite: 0,
  };
}

export function redisAt(world: World, address: Address): FakeRedis | undefined {
  const member = world.members.get(addressText(address));
  return member?.kind === "redis" ? member : undefined;
}

export function sentinelAt(world: World, address: Address): FakeSentinel | undefined {
  const member = world.members.get(addressText(address));
  return member?.kind === "sentinel" ? member : undefined;
}

export function liveSentinels(world: World): readonly FakeSentinel[] {
  return [...world.members.values()].filter((member) => member.kind === "sentinel").filter(isUp);
}

export function redisesOf(world: World): readonly FakeRedis[] {
  return [...world.members.values()].filter((member) => member.kind === "redis");
}

export function isUp(member: { readonly silence?: NoAnswer } | undefined): boolean {
  return member !== undefined && member.silence === undefined;
}

export function includes(addresses: readonly Address[], address: Address): boolean {
  return addresses.some((one) => isSameAddress(one, address));
}
