import { afterEach, describe, expect, test } from "vitest";
import { eventually } from "../eventually.ts";
import { type RedisGroup, startRedisGroup } from "../sandbox/redis-group.ts";
import { type RunningProxy, startProxy } from "./start-proxy.ts";

describe("the proxy before three real Redis", () => {
  let group: RedisGroup;
  let proxy: RunningProxy;
  afterEach(() => group?.close());

  async function begin(settings: { readonly password?: string; readonly told?: string } = {}): Promise<void> {
    const { told, ...ours } = settings;
    group = await startRedisGroup({ redises: 3, sentinels: 0, ...ours });
    proxy = startProxy(group, told ?? settings.password);
    await eventually("the proxy runs", () => proxy.isHealthy().catch(() => false));
  }
  const untilReached = (ordinal: number) =>
    eventually(`redis-${ordinal} is reached`, async () => (await proxy.reached()) === ordinal);
  const redis = (ordinal: number) => {
    const found = group.redises[ordinal];
    if (found === undefined) throw new Error(`no redis-${ordinal}`);
    return found;
  };
  const follow = (ordinal: number, master: number) =>
    redis(ordinal).command("REPLICAOF", redis(master).address.host, "6379");
  const promote = async (ordinal: number) => {
    await redis(ordinal).command("REPLICAOF", "NO", "ONE");
    return performance.now();
  };
  const replicasOf = async (ordinal: number) =>
    Number(/connected_slaves:(\d+)/.exec(String(await redis(ordinal).command("INFO", "replication")))?.[1]);
  const untilFollowed = (ordinal: number, by: number) =>
    eventually(`redis-${ordinal} has ${by}`, async () => (await replicasOf(ordinal)) === by);

  /** One after the other hands over to the next, as a planned switchover does. */
  test("every new connection is the new master's within a second of its promotion, at each of them", async () => {
    await begin();
    await untilReached(0);
    for (const [master, next, other] of [
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
    ] as const) {
      const promotedAt = await promote(next);
      await Promise.all([follow(master, next), follow(other, next)]);
      await untilReached(next);
      expect(performance.now() - promotedAt).toBeLessThan(1_000);
      await untilFollowed(next, 2);
    }
  });

  test("a connection that is open ends when its master has become a replica, so that no client writes there", async () => {
    await begin();
    await untilReached(0);
    const { redis: client, closed } = proxy.connect();
    expect(await client.set("a", "b")).toBe("OK");
    await promote(1);
    await follow(0, 1);
    const demotedAt = performance.now();
    await closed;
    expect(performance.now() - demotedAt).toBeLessThan(1_000);
  });

  test("a connection that stays with its master is not disturbed by what becomes of the others", async () => {
    await begin();
    await untilReached(0);
    const { redis: client } = proxy.connect();
    expect(await client.set("a", "1")).toBe("OK");
    await redis(2).kill();
    await untilFollowed(0, 1);
    await redis(2).restart(group.redisArgs(redis(2).address, redis(0).address));
    await untilFollowed(0, 2);
    expect(await client.get("a")).toBe("1");
    client.disconnect();
  });

  test.each([0, 1, 2])("of two masters the one that is followed has every connection: redis-%s", async (followed) => {
    await begin();
    const stale = (followed + 1) % 3;
    const third = (followed + 2) % 3;
    await promote(followed);
    await promote(stale);
    await follow(third, followed);
    await untilFollowed(followed, 1);
    await untilFollowed(stale, 0);
    await untilReached(followed);
    const reached = await Promise.all(Array.from({ length: 20 }, () => proxy.reached()));
    expect(new Set(reached)).toEqual(new Set([followed]));
  });

  test("a client of a master that lost its replicas to another one is sent away, though it says master still", async () => {
    await begin();
    await untilReached(0);
    const { redis: client, closed } = proxy.connect();
    expect(await client.set("a", "b")).toBe("OK");
    await promote(1);
    await follow(2, 1);
    await closed;
    expect(await redis(0).command("ROLE")).toContain("master");
    await untilReached(1);
  });

  test("of three masters that nobody follows one has every connection", async () => {
    await begin();
    await promote(1);
    await promote(2);
    await untilFollowed(0, 0);
    await untilReached(0);
    const reached = await Promise.all(Array.from({ length: 20 }, () => proxy.reached()));
    expect(new Set(reached)).toEqual(new Set([0]));
  });

  test("while nobody is master a connection is closed at once", async () => {
    await begin();
    await untilReached(0);
    await follow(0, 1);
    await eventually("nobody is reached", async () => (await proxy.reached()) === undefined);
    expect(await proxy.lasts()).toBeLessThan(500);
    await promote(2);
    await untilReached(2);
  });

  test("a master whose writes are paused for a hand-over keeps its connections", async () => {
    await begin();
    await untilReached(0);
    const { redis: client } = proxy.connect();
    await redis(0).command("CLIENT", "PAUSE", "1500", "WRITE");
    const startedAt = performance.now();
    expect(await client.set("a", "1").catch(() => "late")).toBe("late");
    expect(performance.now() - startedAt).toBeGreaterThan(900);
    await eventually("it is written", async () => (await client.get("a")) === "1");
    client.disconnect();
  });

  test("a master that hangs is left within three seconds of another's promotion", async () => {
    await begin();
    await untilReached(0);
    redis(0).freeze();
    const promotedAt = await promote(1);
    await follow(2, 1);
    await untilReached(1);
    expect(performance.now() - promotedAt).toBeLessThan(3_000);
    redis(0).thaw();
  });

  test("a master that is killed and comes back is reached again, though nothing else can be", async () => {
    await begin();
    await untilReached(0);
    await redis(0).kill();
    await eventually("nobody is reached", async () => (await proxy.reached()) === undefined);
    await redis(0).restart();
    await untilReached(0);
  });

  test.each(["plain", `it's "quoted" \\ $HOME and { é }`])(
    "a password is asked for and given: %s",
    async (password) => {
      await begin({ password });
      await untilReached(0);
      await promote(1);
      await follow(0, 1);
      await untilReached(1);
      expect(proxy.log()).not.toContain(password);
    },
  );

  test("who has the wrong password reaches nobody", async () => {
    await begin({ password: "right", told: "wrong" });
    expect(await eventually("all were asked", async () => (await proxy.lasts()) < 500)).toBe(true);
  });
});
