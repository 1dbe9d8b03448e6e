import { setTimeout as sleep } from "node:timers/promises";
import { redisNames, type ScriptedGroup, sentinelNames } from "./scripted-group.ts";

/** A client that asks the Sentinels for the master and writes to it, a key each time, until it is stopped. */
export function startWriter(group: ScriptedGroup) {
  const written: { readonly key: string; readonly by: string }[] = [];
  const ending = { is: false };

  async function master(): Promise<string | undefined> {
    for (const sentinel of sentinelNames) {
      const named = await group.call(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "shop").catch(() => null);
      const name = redisNames.find((one) => Array.isArray(named) && named[0] === group.host(one));
      if (name !== undefined) return name;
    }
    return undefined;
  }

  async function write(): Promise<void> {
    let at: string | undefined;
    for (let i = 0; !ending.is; i += 1) {
      at ??= await master();
      const key = `written:${i}`;
      const isWritten = at !== undefined && (await group.call(at, "SET", key, "value").catch(() => undefined)) === "OK";
      if (isWritten && at !== undefined) written.push({ key, by: at });
      else at = undefined;
      await sleep(2);
    }
  }

  const writing = write();
  return {
    acknowledged: () => written.length,
    acknowledgedBy: (names: readonly string[]) => written.filter(({ by }) => names.includes(by)).length,
    /** The keys that the present master does not have. */
    stop: async () => {
      ending.is = true;
      await writing;
      const at = (await master()) ?? "";
      const lost: string[] = [];
      for (const { key } of written) if ((await group.call(at, "EXISTS", key)) !== 1) lost.push(key);
      return { lost };
    },
  };
}
