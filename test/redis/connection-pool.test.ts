import { afterEach, expect, test } from "vitest";
import { type ConnectionPool, createConnectionPool } from "../../src/redis/connection-pool.ts";
import { poll } from "../sandbox/poll.ts";
import { type RawServer, startRawServer } from "./raw-server.ts";

const log = { debug() {}, info() {}, warn() {}, error() {} };
const pong = { ok: true, value: "PONG" };
const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

function newPool(limits: { readonly maxConnections?: number; readonly idleMs?: number } = {}): ConnectionPool {
  const pool = createConnectionPool({ timeoutMs: 400, maxConnections: 100, idleMs: 60_000, log, ...limits });
  opened.push(pool.close);
  return pool;
}

async function serve(settings: Parameters<typeof startRawServer>[0]): Promise<RawServer> {
  const server = await startRawServer(settings);
  opened.push(server.close);
  return server;
}

test("one connection serves every exchange, also those at the same time", async () => {
  const server = await serve({ answer: () => "+PONG\r\n" });
  const pool = newPool();
  const exchanges = await Promise.all([1, 2, 3].map(() => pool.ask(server, [["PING"]])));
  exchanges.push(await pool.tell(server, [["PING"]]));
  expect(exchanges).toMatchObject(exchanges.map(() => ({ kind: "replies", replies: [pong] })));
  expect(server.accepted()).toBe(1);
});

test("nobody listens: refused, at once", async () => {
  const server = await startRawServer({});
  await server.close();
  expect(await newPool().ask(server, [["PING"]])).toEqual({ kind: "refused" });
});

test("a connection that is accepted and never answered is silent after the time-out", async () => {
  const server = await serve({});
  const outcome = await newPool().ask(server, [["PING"]]);
  expect(outcome.kind).toBe("silent");
  expect(outcome.kind === "silent" && outcome.afterMs).toBeGreaterThanOrEqual(390);
  expect(outcome.kind === "silent" && outcome.afterMs).toBeLessThan(800);
});

test("protected mode is told as such", async () => {
  const server = await serve({ greeting: "-DENIED Redis is running in protected mode\r\n" });
  expect(await newPool().ask(server, [["ROLE"], ["INFO"]])).toMatchObject({
    kind: "denied",
    reason: "protected-mode",
  });
});

test("a password that the server does not want is no hindrance, a wrong one is", async () => {
  const open = await serve({
    answer: (_, asked) =>
      asked === 1 ? "-ERR AUTH <password> called without any password configured\r\n" : "+PONG\r\n",
  });
  const closed = await serve({ answer: () => "-WRONGPASS invalid username-password pair\r\n" });
  const pool = newPool();
  expect(await pool.ask({ ...open, password: "pw" }, [["PING"]])).toMatchObject({ replies: [pong] });
  expect(await pool.ask({ ...closed, password: "pw" }, [["PING"]])).toMatchObject({ kind: "denied", reason: "auth" });
});

test("a kept connection that ended is replaced, for reads and for acts", async () => {
  const server = await serve({ answer: () => "+PONG\r\n" });
  const pool = newPool();
  for (const exchange of [pool.ask, pool.tell]) {
    await exchange(server, [["PING"]]);
    for (const socket of server.open()) socket.resetAndDestroy();
    // No pause: whether the end is known by now or is met while asking, the answer is that of a new connection.
    expect(await exchange(server, [["PING"]])).toMatchObject({ replies: [pong] });
  }
});

test("a kept connection that went quiet is raced by a new one for reads, but an act is not sent twice", async () => {
  const quiet = await serve({
    answer: (connection, asked) => (connection > 1 || asked === 1 ? "+PONG\r\n" : undefined),
  });
  const pool = newPool();
  await pool.ask(quiet, [["PING"]]);
  expect(await pool.ask(quiet, [["PING"]])).toMatchObject({ replies: [pong] });
  expect(quiet.accepted()).toBe(2);

  const forActs = await serve({
    answer: (connection, asked) => (connection > 1 || asked === 1 ? "+PONG\r\n" : undefined),
  });
  await pool.tell(forActs, [["PING"]]);
  expect(await pool.tell(forActs, [["PING"]])).toMatchObject({ kind: "silent" });
  expect(forActs.accepted()).toBe(1);
  expect(await pool.tell(forActs, [["PING"]])).toMatchObject({ replies: [pong] });
});

test("the longest unused connection gives way when there are too many", async () => {
  const servers = [await serve({ answer: () => "+PONG\r\n" }), await serve({ answer: () => "+PONG\r\n" })];
  const third = await serve({ answer: () => "+PONG\r\n" });
  const pool = newPool({ maxConnections: 2 });
  const [first, second] = servers;
  if (first === undefined || second === undefined) throw new Error("There are two.");
  for (const server of [first, second, first, third]) await pool.ask(server, [["PING"]]);
  await poll("the second is closed", () => second.open().length === 0);
  expect([first.open().length, third.open().length]).toEqual([1, 1]);
});

test("an idle connection is closed, and close lets all go", async () => {
  const server = await serve({ answer: () => "+PONG\r\n" });
  await newPool({ idleMs: 50 }).ask(server, [["PING"]]);
  await poll("it is closed", () => server.open().length === 0);
  const pool = newPool();
  await pool.ask(server, [["PING"]]);
  pool.close();
  await poll("it is closed", () => server.open().length === 0);
});
