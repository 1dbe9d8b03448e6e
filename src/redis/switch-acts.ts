import { z } from "zod";
import type { Address } from "../domain/topology.ts";
import type { Access, Hello } from "../flows/ports.ts";
import { act, actOnce } from "./act.ts";
import type { Exchange } from "./connection-pool.ts";
import { refusedAct } from "./redis-fault.ts";

const MasterRole = z.tuple([z.literal("master"), z.coerce.number()], z.unknown());

/**
 * Pauses writes for at most this long (Redis ends the pause by itself), and resolves with the offset that was reached.
 * One round trip. Faults: `redis-refused` where it is no master or too old to pause writes alone (before 6.2).
 */
export async function pauseWrites(tell: Exchange, redis: Address, forMs: number, access: Access): Promise<number> {
  const [paused, role] = await act(tell, redis, access, [["CLIENT", "PAUSE", `${forMs}`, "WRITE"], ["ROLE"]]);
  if (paused?.ok !== true) throw refusedAct(redis, paused?.text ?? "no reply");
  const master = MasterRole.safeParse(role?.ok === true ? role.value : undefined);
  if (!master.success) throw refusedAct(redis, "it is no master.");
  return master.data[1];
}

/**
 * Makes a master whose writes are paused a replica of another, ends the pause and sends its clients away: what they wrote
 * meanwhile was not run, and they ask for the master anew. One round trip. Faults of `act`.
 */
export async function stepDown(tell: Exchange, redis: Address, master: Address, access: Access): Promise<string> {
  const [following] = await act(tell, redis, access, [
    ["REPLICAOF", master.host, `${master.port}`],
    ["CLIENT", "UNPAUSE"],
    ["CLIENT", "KILL", "TYPE", "normal"],
  ]);
  if (following?.ok !== true) throw refusedAct(redis, following?.text ?? "no reply");
  return String(following.value);
}

/**
 * Tells a Sentinel of a new master in the words in which Sentinels tell each other, in the name of a peer that it knows. It
 * switches at once, keeps its lists and settings, and publishes `+switch-master` (`sentinelProcessHelloMessage` in
 * `sentinel.c`); a smaller epoch than its own is without effect. Faults of `act`.
 */
export function greet(tell: Exchange, sentinel: Address, hello: Hello, access: Access): Promise<string> {
  const { peer, epoch, master } = hello;
  const fields = [peer.host, peer.port, peer.id, epoch, access.masterName, master.host, master.port, epoch];
  return actOnce(tell, sentinel, access, ["PUBLISH", "__sentinel__:hello", fields.join(",")]);
}
