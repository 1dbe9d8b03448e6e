import type { Redis } from "ioredis";
import { z } from "zod";
import type { Address } from "../../../src/domain/topology.ts";
import { dial } from "./dial.ts";

// They are asked all at once, and answer from memory: who takes longer is not there.
const askMs = { connectMs: 100, commandMs: 100 };

const Named = z.tuple([z.string(), z.coerce.number()]);

/** Where a client finds its master: the Sentinels' own addresses and the name under which they know it. */
export type Directory = {
  readonly sentinels: readonly Address[];
  readonly masterName: string;
  readonly password?: string;
};

/**
 * A connection to the first Redis that a Sentinel names and that says itself that it is master, as Redis' guidelines for
 * Sentinel clients have it. Each Sentinel is asked, all at once; each address that they name is dialled once. Rejects
 * where nobody names a master, which may be so for a moment: ask again.
 */
export async function findMaster({ sentinels, masterName, password }: Directory): Promise<Redis> {
  const dialled = new Map<string, Promise<Redis>>();
  const ways = sentinels.map(async (sentinel) => {
    const named = await askSentinel(sentinel, masterName, password);
    const key = `${named.host}:${named.port}`;
    const connection = dialled.get(key) ?? dialMaster(named, password);
    dialled.set(key, connection);
    return await connection;
  });
  const found = await Promise.any(ways);
  for (const way of dialled.values()) closeUnless(found, way);
  return found;
}

async function askSentinel(at: Address, masterName: string, password: string | undefined): Promise<Address> {
  const sentinel = await dial(at, password, askMs);
  try {
    const [host, port] = Named.parse(await sentinel.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName));
    return { host, port };
  } finally {
    sentinel.disconnect();
  }
}

async function dialMaster(at: Address, password: string | undefined): Promise<Redis> {
  const redis = await dial(at, password);
  const role = await redis.call("ROLE").catch(() => undefined);
  if (Array.isArray(role) && role[0] === "master") return redis;
  redis.disconnect();
  throw new Error(`${at.host} is no master`);
}

// Where Sentinels disagree there may be two; the loser's failure was told to nobody, and concerns nobody.
function closeUnless(found: Redis, way: Promise<Redis>): void {
  way.then((redis) => redis !== found && redis.disconnect()).catch(() => {});
}
