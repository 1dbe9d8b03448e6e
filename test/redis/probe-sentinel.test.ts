import { expect, test } from "vitest";
import { z } from "zod";
import { readSentinelAnswer } from "../../src/redis/probe-sentinel.ts";
import { recordings } from "../fixtures/recordings.ts";

const id = "67a9a6ef781061b90f6ad032fa7853b1b453ae32";
const info = "# Sentinel\r\nsentinel_masters:1\r\nsentinel_tilt:1\r\n";
const noSuchMaster = { ok: false, text: "ERR No such master with that name" } as const;

test("an idle Sentinel answers without an opinion", () => {
  const replies = [ok([]), ok(id), ok(info), noSuchMaster, noSuchMaster, noSuchMaster];
  expect(readSentinelAnswer({ replies, tookMs: 1 }, "mymaster")).toEqual({
    kind: "answered",
    id,
    tilt: true,
    masterNames: [],
    latencyMs: 1,
  });
});

test("NOQUORUM is an opinion's text, kept as it is", () => {
  const noQuorum = { ok: false, text: "NOQUORUM 1 usable Sentinels. Not enough available Sentinels" } as const;
  const replies = [ok([master("mymaster")]), ok(id), ok(info), ok([]), ok([]), noQuorum];
  const answer = readSentinelAnswer({ replies, tookMs: 1 }, "mymaster");
  expect(answer).toMatchObject({ monitors: { host: "10.0.0.1", ckquorum: { ok: false, text: noQuorum.text } } });
});

test("every name that it monitors is told, sorted, also without the group's", () => {
  const replies = [ok([master("shop"), master("cart")]), ok(id), ok(info), noSuchMaster, noSuchMaster, noSuchMaster];
  const answer = readSentinelAnswer({ replies, tookMs: 1 }, "mymaster");
  expect(answer).toMatchObject({ masterNames: ["cart", "shop"] });
  expect(answer).not.toHaveProperty("monitors");
});

test("a name that vanished between two replies is not monitored", () => {
  const replies = [ok([master("mymaster")]), ok(id), ok(info), noSuchMaster, noSuchMaster, noSuchMaster];
  expect(readSentinelAnswer({ replies, tookMs: 1 }, "mymaster")).not.toHaveProperty("monitors");
});

test("an older Sentinel without MYID is understood", () => {
  const noMyId = { ok: false, text: "ERR Unknown sentinel subcommand 'MYID'" } as const;
  const replies = [ok([]), noMyId, ok(info), noSuchMaster, noSuchMaster, noSuchMaster];
  expect(readSentinelAnswer({ replies, tookMs: 1 }, "mymaster")).toMatchObject({ kind: "answered", id: "" });
});

const Fields = z.record(z.string(), z.string());
const Snapshot = z.object({
  sentinel: z.record(
    z.string(),
    z.object({
      masters: z.array(Fields).optional(),
      replicas: z.array(Fields).optional(),
      sentinels: z.array(Fields).optional(),
      ckquorum: z.union([z.string(), z.object({ error: z.string() })]).optional(),
      info_sentinel: z.string().optional(),
    }),
  ),
});

test.each(recordings("redis-snapshots", ".json"))("every Sentinel of $name is understood", ({ text }) => {
  for (const seen of Object.values(Snapshot.parse(JSON.parse(text)).sentinel)) {
    const [first] = seen.masters ?? [];
    if (first === undefined) continue;
    const { ckquorum } = seen;
    const replies = [
      ok(seen.masters?.map(flat)),
      ok(id),
      ok(seen.info_sentinel),
      ok(seen.replicas?.map(flat)),
      ok(seen.sentinels?.map(flat)),
      typeof ckquorum === "string" ? ok(ckquorum) : ({ ok: false, text: ckquorum?.error ?? "" } as const),
    ];
    const answer = readSentinelAnswer({ replies, tookMs: 1 }, "mymaster");
    expect(answer).toMatchObject({
      kind: "answered",
      monitors: {
        host: first["ip"],
        flags: first["flags"]?.split(","),
        roleReported: first["role-reported"],
        configEpoch: Number(first["config-epoch"]),
        ckquorum: { ok: typeof ckquorum === "string" },
      },
    });
    const monitors = answer.kind === "answered" ? answer.monitors : undefined;
    expect(monitors?.replicas).toHaveLength(Number(first["num-slaves"]));
    expect(monitors?.sentinels).toHaveLength(Number(first["num-other-sentinels"]));
  }
});

function ok(value: unknown) {
  return { ok: true, value } as const;
}

function flat(fields: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(fields).flat();
}

function master(name: string): readonly string[] {
  const fields = {
    name,
    ip: "10.0.0.1",
    port: "6379",
    flags: "master",
    "role-reported": "master",
    "config-epoch": "3",
    quorum: "2",
    "down-after-milliseconds": "5000",
    "failover-timeout": "10000",
    "parallel-syncs": "1",
  };
  return flat(fields);
}
