import type { AuditRedis } from "./entries.ts";

export type Durability =
  | { readonly kind: "durable" }
  /** Entries may be lost that were already acted upon: fit for a warning. */
  | { readonly kind: "weak"; readonly warning: string }
  /** The log does not survive a restart of its Redis: the caller should refuse to start. */
  | { readonly kind: "volatile"; readonly refusal: string };

/**
 * Whether an entry is on disk when `append` resolves: the bot's Redis must have `appendonly yes` and
 * `appendfsync always`. Faults: `store-unreachable`.
 */
export async function checkDurability(redis: AuditRedis): Promise<Durability> {
  const settings = await readSettings(redis);
  if (!settings.appendOnly) {
    return {
      kind: "volatile",
      refusal:
        "The bot's own Redis keeps nothing on disk (appendonly no): audit log, jobs and incidents would be lost with it. " +
        "Start it with `appendonly yes` and `appendfsync always`.",
    };
  }
  if (settings.fsync === "always") return { kind: "durable" };
  return {
    kind: "weak",
    warning:
      `The bot's own Redis has appendfsync ${settings.fsync ?? "unknown (CONFIG is not allowed)"}: a crash can lose the ` +
      "audit log's last entries. Set `appendfsync always`.",
  };
}

type Settings = { readonly appendOnly: boolean; readonly fsync: string | undefined };

// Hosted Redis often refuses CONFIG; INFO still tells whether there is an append-only file.
function readSettings(redis: AuditRedis): Promise<Settings> {
  return redis.run(async (client) => {
    const fsync = await client.config("GET", "appendfsync").catch(() => undefined);
    const info = await client.info("persistence");
    const value: unknown = Array.isArray(fsync) ? fsync[1] : undefined;
    return {
      appendOnly: /^aof_enabled:1/m.test(info),
      fsync: typeof value === "string" ? value : undefined,
    };
  });
}
