import type { ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { until } from "../contracts/until.ts";
import { type OddServer, sendJson, startOddServer } from "./odd-server.ts";

let server: OddServer | undefined;
afterEach(() => server?.close());

const target = { namespace: "shop", pod: "redis-0", container: "redis" };
const hold = (): void => {};
const halfAnswer = (_: unknown, response: ServerResponse): void => {
  response.writeHead(200, { "content-type": "application/json" }).write('{"items":[');
};

test.each([
  ["never answers", hold],
  ["stops in the middle of its answer", halfAnswer],
])("a server that %s is a fault in time, and its connection is let go", async (_what, answer) => {
  server = await startOddServer(answer);
  const startedMs = performance.now();
  await expect(server.cluster.namespaces()).rejects.toMatchObject({
    code: "kubernetes-unreachable",
    message: "Kubernetes did not answer within 400 ms while listing the namespaces.",
  });
  expect(performance.now() - startedMs).toBeLessThan(1_500);
  const { connections } = server;
  await until("no connection", async () => connections() === 0);
});

test("a call that its caller gives up lets its connection go at once", async () => {
  server = await startOddServer(hold);
  const { cluster, requests, connections } = server;
  const controller = new AbortController();
  const call = cluster.namespaces(controller.signal);
  await until("the request", async () => requests.length > 0);
  controller.abort(new Error("enough"));
  await expect(call).rejects.toThrow("enough");
  await until("no connection", async () => connections() === 0, { withinMs: 350, everyMs: 10 });
});

test("calls one after the other share their connections", async () => {
  server = await startOddServer((_, response) => sendJson(response, 200, { items: [] }));
  for (let i = 0; i < 20; i++) await server.cluster.namespaces();
  // Two: the next call may come while the last one's answer is still being put away.
  expect(server.connections()).toBeLessThanOrEqual(2);
});

test("a call after one that was given up does not use its connection", async () => {
  let isDead = true;
  server = await startOddServer((_, response) => {
    if (!isDead) sendJson(response, 200, { items: [] });
  });
  const { cluster } = server;
  await expect(cluster.namespaces()).rejects.toMatchObject({ code: "kubernetes-unreachable" });
  isDead = false;
  expect(await cluster.namespaces()).toEqual([]);
});

test("an exec whose handshake is never answered ends in time, with its connection", async () => {
  // Reads on, and ends when the other side has ended.
  server = await startOddServer(hold, (_, socket) => socket.on("end", () => socket.end()).resume());
  const { cluster, connections } = server;
  await expect(cluster.exec(target, ["true"], { timeoutMs: 300 })).rejects.toMatchObject({
    code: "kubernetes-unreachable",
  });
  await until("no connection", async () => connections() === 0);
});

test("an exec that says nothing ends in time, with its connection", async () => {
  const sockets = new WebSocketServer({ noServer: true });
  server = await startOddServer(hold, (request, socket) =>
    sockets.handleUpgrade(request, socket, Buffer.alloc(0), hold),
  );
  const { cluster, connections } = server;
  await expect(cluster.exec(target, ["true"], { timeoutMs: 300 })).rejects.toMatchObject({
    message: "Kubernetes did not answer within 300 ms while running true in shop/redis-0.",
  });
  await until("no connection", async () => connections() === 0);
});

test("an exec that ends without a result is a fault, not a success", async () => {
  const sockets = new WebSocketServer({ noServer: true });
  server = await startOddServer(hold, (request, socket) =>
    sockets.handleUpgrade(request, socket, Buffer.alloc(0), (client) => client.close()),
  );
  await expect(server.cluster.exec(target, ["true"], { timeoutMs: 5_000 })).rejects.toMatchObject({
    code: "kubernetes-unreachable",
    message: "The connection ended while running true in shop/redis-0.",
  });
});

test("an exec that floods is cut off", async () => {
  const sockets = new WebSocketServer({ noServer: true });
  const flood = Buffer.alloc(64 * 1024, "x");
  flood[0] = 1;
  server = await startOddServer(hold, (request, socket) =>
    sockets.handleUpgrade(request, socket, Buffer.alloc(0), (client) => {
      for (let i = 0; i < 32; i++) client.send(flood);
    }),
  );
  await expect(server.cluster.exec(target, ["true"], { timeoutMs: 5_000 })).rejects.toThrow("wrote over 1 MiB");
});

test("an exec that is refused is told in the server's words", async () => {
  const message = 'pods "redis-0" is forbidden: User "bot" cannot get resource "pods/exec"';
  server = await startOddServer(
    (_, response) => sendJson(response, 403, { kind: "Status", message }),
    (_, socket) => socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"),
  );
  await expect(server.cluster.exec(target, ["true"], { timeoutMs: 5_000 })).rejects.toMatchObject({
    code: "kubernetes-forbidden",
    message: `Kubernetes forbids it while running true in shop/redis-0: ${message}`,
  });
});

test("a check tells reachable, forbidden and unreachable apart", async () => {
  let code = 200;
  server = await startOddServer((_, response) => sendJson(response, code, { items: [], message: "not you" }));
  expect(await server.cluster.check("shop")).toMatchObject({ kind: "reachable" });
  expect(server.requests.at(-1)).toBe("/api/v1/namespaces/shop/pods?limit=1");
  code = 403;
  expect(await server.cluster.check()).toEqual({
    kind: "forbidden",
    message: "Kubernetes forbids it while checking the cluster: not you",
  });
  code = 503;
  expect(await server.cluster.check()).toMatchObject({ kind: "unreachable" });
});
