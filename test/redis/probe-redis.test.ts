import { expect, test } from "vitest";
import type { Reply } from "../../src/redis/connection.ts";
import { readRedisAnswer } from "../../src/redis/probe-redis.ts";

const replid = "8b3fdaecf4e280469fd9aecbac2a0482c155b1ea";
const info = {
  redis_version: "7.0.15",
  run_id: "328219619e229735f07866ffdc2d10e068f1b79a",
  uptime_in_seconds: "61",
  connected_clients: "7",
  used_memory: "1379024",
  loading: "0",
  role: "master",
  master_replid: replid,
  master_replid2: "0".repeat(40),
  second_repl_offset: "-1",
  master_repl_offset: "4801",
  db0: "keys=2001,expires=0,avg_ttl=0",
};
const asMaster = { role: ok(["master", 4801, []]), info };
const asReplica = {
  role: ok(["slave", "10.0.0.1", 6379, "sync", -1]),
  info: {
    ...info,
    role: "slave",
    master_host: "10.0.0.1",
    master_port: "6379",
    master_link_status: "down",
    master_link_down_since_seconds: "-1",
    master_last_io_seconds_ago: "-1",
    master_sync_in_progress: "0",
    slave_repl_offset: "0",
  },
};

test("a master's answer has everything that it says of itself", () => {
  expect(read(asMaster, ok(["min-replicas-to-write", "1"]), ok(["replica-priority", "10"]))).toEqual({
    kind: "answered",
    role: "master",
    runId: info.run_id,
    replid,
    replid2: info.master_replid2,
    secondReplOffset: -1,
    offset: 4801,
    keys: 2001,
    usedMemoryBytes: 1379024,
    uptimeSeconds: 61,
    priority: 10,
    clients: 7,
    version: "7.0.15",
    replicas: [],
    minReplicasToWrite: 1,
    latencyMs: 2,
  });
});

test("where CONFIG is forbidden, Redis' defaults stand in", () => {
  const forbidden = { ok: false, text: "NOPERM this user has no permissions to run the 'config|get' command" } as const;
  expect(read(asMaster, forbidden, forbidden)).toMatchObject({ minReplicasToWrite: 0, priority: 100 });
});

test("a replica in its first synchronisation is syncing, also before INFO says so", () => {
  expect(read(asReplica)).toMatchObject({
    role: "replica",
    following: { syncing: true, link: "down", downSeconds: -1 },
  });
});

test("a Redis that loads its data says so, by its INFO or by refusing", () => {
  expect(read({ ...asMaster, info: { ...info, loading: "1" } })).toMatchObject({ kind: "loading" });
  const loading = { ok: false, text: "LOADING Redis is loading the dataset in memory" } as const;
  expect(read({ ...asMaster, role: loading })).toEqual({ kind: "loading", text: loading.text });
});

test("a Sentinel is no Redis", () => {
  expect(read({ role: ok(["sentinel", ["mymaster"]]), info })).toMatchObject({ kind: "error" });
});

function read(
  process: { readonly role: Reply; readonly info: Readonly<Record<string, string>> },
  minReplicas: Reply = ok([]),
  priority: Reply = ok([]),
) {
  const text = Object.entries(process.info).map(([name, value]) => `${name}:${value}\r\n`);
  return readRedisAnswer({ replies: [process.role, ok(text.join("")), minReplicas, priority], tookMs: 2 });
}

function ok(value: unknown) {
  return { ok: true, value } as const;
}
