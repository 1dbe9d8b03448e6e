import { Redis, ReplyError } from "ioredis";
import { z } from "zod";

export type Address = { readonly host: string; readonly port: number };

/** Connections to Redis and Sentinel, kept open: one for each address, dialled when first needed. */
export type Connections = {
  /** Sends one command; at most two seconds. An error reply is thrown, as is a connection that fails. */
  readonly call: (address: Address, ...command: readonly [string, ...(string | number)[]]) => Promise<unknown>;
  readonly close: () => void;
};

export function openConnections(password: string | undefined): Connections {
  const open = new Map<string, Redis>();

  async function call(
    { host, port }: Address,
    ...[name, ...args]: readonly [string, ...(string | number)[]]
  ): Promise<unknown> {
    const key = `${host}:${port}`;
    const redis = open.get(key) ?? dial({ host, port }, password);
    open.set(key, redis);
    try {
      return await redis.call(name, args);
    } catch (error) {
      // Whatever is not Redis' own word leaves the connection in doubt.
      if (!(error instanceof ReplyError)) {
        open.delete(key);
        redis.disconnect();
      }
      throw error;
    }
  }

  function close(): void {
    for (const redis of open.values()) redis.disconnect();
  }

  return { call, close };
}

function dial({ host, port }: Address, password: string | undefined): Redis {
  const redis = new Redis({
    host,
    port,
    ...(password !== undefined && { password }),
    connectTimeout: 1_000,
    commandTimeout: 2_000,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // The command that fails tells of it.
  redis.on("error", () => {});
  return redis;
}

const RoleReply = z.union([
  z.tuple([z.literal("master"), z.number(), z.array(z.tuple([z.string(), z.string(), z.string()]))]),
  z.tuple([z.literal("slave"), z.string(), z.number(), z.string(), z.number()]),
]);

/** What a Redis says of itself; `connected` is the replica's link to `master`. */
export type Role =
  | { readonly kind: "master"; readonly offset: number; readonly replicas: readonly string[] }
  | { readonly kind: "replica"; readonly master: string; readonly connected: boolean; readonly offset: number };

export async function readRole({ call }: Connections, address: Address): Promise<Role> {
  const reply = RoleReply.parse(await call(address, "ROLE"));
  if (reply[0] === "master") return { kind: "master", offset: reply[1], replicas: reply[2].map(([host]) => host) };
  return { kind: "replica", master: reply[1], connected: reply[3] === "connected", offset: reply[4] };
}

const Fields = z.array(z.string());

/** `SENTINEL MASTER`, `REPLICAS` or `SENTINELS`: one record for each entry. */
export async function readSentinel(
  { call }: Connections,
  address: Address,
  what: "MASTER" | "REPLICAS" | "SENTINELS",
  masterName: string,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const reply = await call(address, "SENTINEL", what, masterName);
  return (what === "MASTER" ? [Fields.parse(reply)] : z.array(Fields).parse(reply)).map(toRecord);
}

function toRecord(fields: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1] ?? ""]] : [])));
}
