import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FeedItem } from "../../src/flows/ports.ts";
import { createSentinelFeed } from "../../src/redis/sentinel-feed.ts";
import { poll } from "../sandbox/poll.ts";
import { type RedisGroup, startRedisGroup } from "../sandbox/redis-group.ts";

const log = { debug() {}, info() {}, warn() {}, error() {} };
const shop = { namespace: "shop", masterName: "mymaster" };
let group: RedisGroup;

beforeAll(async () => {
  group = await startRedisGroup({ redises: 2, sentinels: 2 });
});
afterAll(() => group.close());

function startFeed() {
  const items: { readonly pod: string; readonly item: FeedItem }[] = [];
  const feed = createSentinelFeed({ onItem: (_group, pod, item) => items.push({ pod, item }), log, timeoutMs: 500 });
  const kinds = (pod: string) => items.filter((told) => told.pod === pod).map((told) => told.item.kind);
  return { feed, items, kinds };
}

function sentinel(at: number) {
  const process = group.sentinels[at];
  if (process === undefined) throw new Error(`There is no Sentinel ${at}.`);
  return { process, pod: `sentinel-${at}`, address: process.address };
}

describe("a feed", () => {
  test("tells that it is connected, then every event of its group, and nothing of other master names", async () => {
    const { feed, items, kinds } = startFeed();
    const [one, other] = [sentinel(0), sentinel(1)];
    feed.follow(shop, [one, other], { masterName: "mymaster" });
    await poll(
      "both are connected",
      () => kinds(one.pod).includes("connected") && kinds(other.pod).includes("connected"),
    );
    await one.process.command("SENTINEL", "MONITOR", "elsewhere", "127.0.0.1", "1", "1");
    await one.process.command("SENTINEL", "REMOVE", "elsewhere");
    await one.process.command("SENTINEL", "SET", "mymaster", "parallel-syncs", "2");
    const event = await poll("the event arrives", () => items.find(({ item }) => item.kind === "event"));
    expect(event).toMatchObject({
      pod: one.pod,
      item: { event: { kind: "subject", channel: "+set", details: "parallel-syncs 2" } },
    });
    await feed.stop();
  });

  test("tells once that a dead Sentinel's stream is lost, and that it is back", async () => {
    const { feed, items, kinds } = startFeed();
    const { process, pod, address } = sentinel(0);
    feed.follow(shop, [{ pod, address }], { masterName: "mymaster" });
    await poll("it is connected", () => kinds(pod).includes("connected"));
    await process.kill();
    await poll("the loss is told", () => kinds(pod).includes("lost"));
    await process.restart();
    await poll("it is back", () => kinds(pod).filter((kind) => kind === "connected").length === 2);
    expect(kinds(pod).filter((kind) => kind !== "event")).toEqual(["connected", "lost", "connected"]);
    expect(items.find(({ item }) => item.kind === "lost")?.item).toMatchObject({
      reason: expect.stringMatching(/127\./),
    });
    await feed.stop();
  });

  test("notices within 10 s that a Sentinel is frozen although its connection stands", async () => {
    const { feed, kinds } = startFeed();
    const { process, pod, address } = sentinel(1);
    feed.follow(shop, [{ pod, address }], { masterName: "mymaster" });
    await poll("it is connected", () => kinds(pod).includes("connected"));
    process.freeze();
    try {
      await poll("the loss is told", () => kinds(pod).includes("lost"), 10_000);
    } finally {
      process.thaw();
    }
    await poll("it is back", () => kinds(pod).filter((kind) => kind === "connected").length === 2);
    await feed.stop();
  });

  test("follows exactly those that were named last", async () => {
    const { feed, kinds } = startFeed();
    const [one, other] = [sentinel(0), sentinel(1)];
    feed.follow(shop, [one], { masterName: "mymaster" });
    await poll("the first is connected", () => kinds(one.pod).includes("connected"));
    feed.follow(shop, [other], { masterName: "mymaster" });
    await poll("the second is connected", () => kinds(other.pod).includes("connected"));
    const before = kinds(one.pod).length;
    await one.process.command("SENTINEL", "SET", "mymaster", "parallel-syncs", "1");
    await other.process.command("SENTINEL", "SET", "mymaster", "parallel-syncs", "1");
    await poll("the second tells of the change", () => kinds(other.pod).includes("event"));
    expect(kinds(one.pod)).toHaveLength(before);
    await feed.stop();
  });

  test("says nothing more after stop, and lets the connections go", async () => {
    const { feed, items, kinds } = startFeed();
    const { process, pod, address } = sentinel(0);
    feed.follow(shop, [{ pod, address }], { masterName: "mymaster" });
    await poll("it is connected", () => kinds(pod).includes("connected"));
    await feed.stop();
    const told = items.length;
    const subscribers = async () => String(await process.command("CLIENT", "LIST", "TYPE", "pubsub")).match(/psub=1 /g);
    await poll("no subscriber of ours is left", async () => (await subscribers()) === null || undefined);
    expect(items).toHaveLength(told);
  });
});
