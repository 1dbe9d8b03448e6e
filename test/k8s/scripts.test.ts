import { randomInt } from "node:crypto";
import { appendFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { readRole, readSentinel } from "../sandbox/deploy/connections.ts";
import { poll } from "../sandbox/poll.ts";
import {
  createScriptedGroup,
  hasLoopbackNetwork,
  redisNames,
  type ScriptedGroup,
  sentinelNames,
} from "./scripted-group.ts";
import { startWriter } from "./writer.ts";

const patience = 40_000;

describe.skipIf(!hasLoopbackNetwork())("the manifests' scripts, on real processes", () => {
  let group: ScriptedGroup;
  const begin = (password?: string) => {
    group = createScriptedGroup(`127.${randomInt(100, 200)}.${randomInt(1, 250)}`, password);
    return group;
  };
  afterEach(() => group.stop());

  const roleOf = (name: string) =>
    readRole(group.connections, { host: group.host(name), port: 6379 }).catch(() => undefined);
  const opinionOf = async (name: string) => {
    const address = { host: group.host(name), port: 26_379 };
    const [opinion] = await readSentinel(group.connections, address, "MASTER", "shop").catch(() => []);
    return opinion;
  };

  /** The master's name, once it is the only one, all others follow it and every Sentinel agrees with exact lists. */
  const wholeWith = (members: readonly string[] = redisNames) =>
    poll(
      "the group is whole",
      async () => {
        const roles = await Promise.all(members.map(roleOf));
        const masters = members.filter((_, at) => roles[at]?.kind === "master");
        const [master] = masters;
        if (master === undefined || masters.length > 1) return undefined;
        const follow = roles.filter(
          (role) => role?.kind === "replica" && role.master === group.host(master) && role.connected,
        );
        if (follow.length !== members.length - 1) return undefined;
        const opinions = await Promise.all(sentinelNames.map(opinionOf));
        const isExact = opinions.every(
          (opinion) =>
            opinion?.["ip"] === group.host(master) &&
            opinion["flags"] === "master" &&
            opinion["num-slaves"] === "2" &&
            opinion["num-other-sentinels"] === "2",
        );
        return isExact ? master : undefined;
      },
      patience,
      100,
    );
  const others = (master: string) => redisNames.filter((name) => name !== master);
  const fill = async (master: string, keys = 500) => {
    for (let i = 0; i < keys; i += 100) {
      const pairs = Array.from({ length: 100 }, (_, at) => [`key:${i + at}`, "value"]).flat();
      await group.call(master, "MSET", ...pairs);
    }
    expect(await group.call(master, "WAIT", 2, 1_500)).toBe(2);
    // What waits for a slow disk is not on it yet.
    for (const name of redisNames) {
      await poll("it is on disk", async () =>
        /aof_buffer_length:0\b/.test(String(await group.call(name, "INFO", "persistence"))),
      );
    }
  };
  const keysOf = (name: string) => group.call(name, "DBSIZE");

  test.each([
    ["all at once", [...redisNames, ...sentinelNames]],
    ["the Sentinels first", [...sentinelNames, ...redisNames]],
    ["backwards", [...redisNames, ...sentinelNames].toReversed()],
  ])("forms a group by itself, started %s, with a password that needs quoting", async (_, order) => {
    begin('a "b" \\c');
    for (const name of order) group.start(name);
    expect(await wholeWith()).toBe("redis-0");
  });

  test("a Redis alone is no master, and takes no writes", async () => {
    begin();
    group.start("redis-1");
    await poll("it answers", () => roleOf("redis-1"));
    await expect(group.call("redis-1", "SET", "key", "value")).rejects.toThrow("READONLY");
  });

  test("a master that was killed and is back before Sentinel noticed gives way to a replica, and nothing is lost", async () => {
    begin().startAll();
    const master = await wholeWith();
    await fill(master);
    await group.kill(master);
    group.start(master);
    const next = await wholeWith();
    expect(next).not.toBe(master);
    expect(await keysOf(next)).toBe(500);
    expect(group.log(master)).toContain("is master now");
  });

  test.each(["the master", "a replica"])("%s that comes back empty wipes nobody", async (who) => {
    begin().startAll();
    const master = await wholeWith();
    await fill(master);
    const emptied = who === "the master" ? master : (others(master)[0] ?? "");
    await group.kill(emptied);
    group.wipe(emptied, "data");
    group.start(emptied);
    const next = await wholeWith();
    expect(await Promise.all(redisNames.map(keysOf))).toEqual([500, 500, 500]);
    expect(next === master).toBe(who === "a replica");
  });

  test.each(redisNames)(
    "all killed at once and two of them emptied: %s, which still has the data, leads",
    async (keeper) => {
      begin().startAll();
      await fill(await wholeWith());
      await Promise.all([...redisNames, ...sentinelNames].map(group.kill));
      for (const name of others(keeper)) group.wipe(name, "data");
      for (const name of sentinelNames) group.wipe(name, "conf");
      group.startAll();
      expect(await wholeWith()).toBe(keeper);
      expect(await Promise.all(redisNames.map(keysOf))).toEqual([500, 500, 500]);
    },
  );

  test("a master that is told to go hands over: no acknowledged write is lost, every Sentinel names the new one at once", async () => {
    begin().startAll();
    const master = await wholeWith();
    await fill(master);
    const writer = startWriter(group);
    await poll("it writes", () => writer.acknowledged() > 20);
    await group.leave(master);
    const named = await Promise.all(sentinelNames.map(opinionOf));
    await poll("it goes on", () => writer.acknowledgedBy(others(master)) > 20);
    expect(new Set(named.map((opinion) => opinion?.["ip"])).size).toBe(1);
    await poll("it follows", async () => (await roleOf(master))?.kind === "replica");
    expect(await writer.stop()).toEqual({ lost: [] });
  });

  test("all told to go at once, with the Sentinels: whoever comes meanwhile inherits everything", async () => {
    begin().startAll();
    await fill(await wholeWith());
    const writer = startWriter(group);
    await poll("it writes", () => writer.acknowledged() > 20);
    await Promise.all(
      [...redisNames, ...sentinelNames].map(async (name) => {
        await group.remove(name);
        group.start(name);
      }),
    );
    const master = await wholeWith();
    expect(await writer.stop()).toEqual({ lost: [] });
    expect(Number(await keysOf(master))).toBeGreaterThan(500);
  });

  test("a master goes without waiting when it was said that it goes for good", async () => {
    begin();
    group.start("redis-0");
    group.start("redis-1");
    group.start("redis-2");
    await poll("there is a master", async () => (await roleOf("redis-0"))?.kind === "master", patience);
    await Promise.all(others("redis-0").map(group.remove));
    await group.leave("redis-0", "for-good");
    await group.leave("redis-0");
    expect(await roleOf("redis-0")).toMatchObject({ kind: "master" });
  });

  test("a Sentinel that lost its configuration, or cannot read it, is told the master again and keeps its identity", async () => {
    begin().startAll();
    await wholeWith();
    const [first, second] = sentinelNames;
    const ids = await Promise.all([first, second].map((name) => group.call(name, "SENTINEL", "MYID")));
    await Promise.all([first, second].map(group.kill));
    group.wipe(first, "conf");
    appendFileSync(group.conf(second, "sentinel.conf"), "sentinel known-replica shop 127.0.0.1 6379\n".repeat(2));
    appendFileSync(group.conf(second, "starting"), "");
    group.start(first);
    group.start(second);
    await wholeWith();
    expect(await Promise.all([first, second].map((name) => group.call(name, "SENTINEL", "MYID")))).toEqual(ids);
  });

  test("all Sentinels killed while the master is gone for good: the replicas choose among themselves", async () => {
    begin().startAll();
    const master = await wholeWith();
    await fill(master);
    await Promise.all([master, ...sentinelNames].map(group.kill));
    for (const name of sentinelNames) group.wipe(name, "conf");
    sentinelNames.forEach(group.start);
    const next = await poll(
      "another leads",
      async () => {
        for (const name of others(master)) if ((await roleOf(name))?.kind === "master") return name;
        return undefined;
      },
      80_000,
    );
    expect(await keysOf(next)).toBe(500);
  }, 120_000);
});
