import { expect, test } from "vitest";
import { z } from "zod";
import { parseReplication } from "../../src/redis/parse-replication.ts";
import { parseRole } from "../../src/redis/parse-role.ts";
import { recordings } from "../fixtures/recordings.ts";

const replid = "8b3fdaecf4e280469fd9aecbac2a0482c155b1ea";
const history = {
  master_replid: replid,
  master_replid2: "0".repeat(40),
  second_repl_offset: "-1",
  master_repl_offset: "4801",
};
const replica = {
  ...history,
  role: "slave",
  master_host: "10.0.0.1",
  master_port: "6379",
  master_link_status: "up",
  master_last_io_seconds_ago: "0",
  master_sync_in_progress: "0",
  slave_repl_offset: "4700",
};

test("a master's offset is its own; its replicas are those of the slave lines", () => {
  const slave0 = "ip=10.0.0.2,port=6379,state=online,offset=4393,lag=1";
  expect(parseReplication({ ...history, role: "master", connected_slaves: "1", slave0 })).toEqual({
    role: "master",
    replid,
    replid2: "0".repeat(40),
    secondReplOffset: -1,
    offset: 4801,
    replicas: [{ host: "10.0.0.2", port: 6379, state: "online", offset: 4393, lagSeconds: 1 }],
  });
});

test("a replica's offset is what it has received; an up link has no down time", () => {
  expect(parseReplication(replica)).toMatchObject({
    role: "replica",
    offset: 4700,
    following: { host: "10.0.0.1", port: 6379, link: "up", syncing: false, lastIoSeconds: 0 },
  });
  expect(parseReplication(replica).following).not.toHaveProperty("downSeconds");
});

test("a link that has never been up says so with -1", () => {
  const down = { ...replica, master_link_status: "down", master_link_down_since_seconds: "-1" };
  expect(parseReplication(down).following).toMatchObject({ link: "down", downSeconds: -1 });
});

test("an IPv6 replica is one address", () => {
  const slave0 = "ip=fd00::2,port=6379,state=wait_bgsave,offset=0,lag=0";
  expect(parseReplication({ ...history, role: "master", slave0 }).replicas).toMatchObject([{ host: "fd00::2" }]);
});

test("a Redis without replication ids is not understood, and says which field is missing", () => {
  const { master_replid: _, ...old } = replica;
  expect(() => parseReplication(old)).toThrow(/master_replid/);
});

test("ROLE tells a master, a replica with its state, and a Sentinel", () => {
  expect(parseRole(["master", 4801, [["10.0.0.2", "6379", "4393"]]])).toEqual({ kind: "master" });
  expect(parseRole(["slave", "10.0.0.1", 6379, "sync", -1])).toEqual({ kind: "replica", state: "sync" });
  expect(parseRole(["sentinel", ["mymaster"]])).toEqual({ kind: "sentinel" });
  expect(() => parseRole("OK")).toThrow();
});

const Snapshot = z.object({
  redis: z.record(
    z.string(),
    z.object({ role: z.array(z.unknown()).optional(), info: z.record(z.string(), z.string()).optional() }),
  ),
});

test.each(recordings("redis-snapshots", ".json"))("every Redis of $name is understood", ({ text }) => {
  for (const { role, info } of Object.values(Snapshot.parse(JSON.parse(text)).redis)) {
    if (info === undefined) continue;
    const parsed = parseReplication(info);
    expect(parsed.role).toBe(parseRole(role).kind);
    expect(parsed.replicas).toHaveLength(Number(info["connected_slaves"]));
    expect([`${parsed.offset}`, parsed.replid]).toEqual([
      info["slave_repl_offset"] ?? info["master_repl_offset"],
      info["master_replid"],
    ]);
  }
});
