import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { until } from "../contracts/until.ts";
import { type OddServer, sendJson, startOddServer } from "./odd-server.ts";

let server: OddServer | undefined;
let ending = new AbortController();
afterEach(async () => {
  ending.abort();
  ending = new AbortController();
  await server?.close();
});

/** Lists at version 10, 20, 30 …; each watch is answered by the next of the scripts, and held open after the last. */
async function serve(scripts: readonly ((response: ServerResponse) => void)[]): Promise<OddServer> {
  let [lists, watches] = [0, 0];
  return startOddServer((request: IncomingMessage, response) => {
    if (!request.url?.includes("watch=true")) {
      lists += 1;
      sendJson(response, 200, { metadata: { resourceVersion: `${lists}0` }, items: [] });
      return;
    }
    const script = scripts[watches];
    watches += 1;
    if (script === undefined) response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
    else script(response);
  });
}

const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;
const changed = (version: string) => line("MODIFIED", { metadata: { name: "redis-0", resourceVersion: version } });
const stream = (text: string) => (response: ServerResponse) =>
  void response.writeHead(200, { "content-type": "application/json" }).end(text);

/** `list`, or the version that a watch goes on from. */
function steps({ requests }: OddServer): string[] {
  return requests.map((url) => /resourceVersion=(\w+)/.exec(url)?.[1] ?? "list");
}

test("a watch that the server ends goes on where it was", async () => {
  server = await serve([
    stream(changed("11") + changed("12")),
    stream(line("BOOKMARK", { metadata: { resourceVersion: "15" } })),
  ]);
  const heard: string[] = [];
  server.cluster.watchPods(["shop"], (namespace) => heard.push(namespace), ending.signal);
  const { requests } = server;
  await until("three watches", async () => requests.length >= 4);
  expect(steps(server)).toEqual(["list", "10", "12", "15"]);
  expect(new Set(heard)).toEqual(new Set(["shop"]));
});

test.each([
  ["an ERROR event", stream(line("ERROR", { kind: "Status", code: 410, message: "too old resource version" }))],
  [
    "an HTTP status",
    (response: ServerResponse) => sendJson(response, 410, { kind: "Status", code: 410, message: "too old" }),
  ],
])("a version that is too old, told by %s, makes a new list, and calls back", async (_how, gone) => {
  server = await serve([gone]);
  let heard = 0;
  server.cluster.watchPods(["shop"], () => (heard += 1), ending.signal);
  const { requests } = server;
  await until("a second watch", async () => requests.length >= 4);
  expect(steps(server)).toEqual(["list", "10", "list", "20"]);
  await until("both lists were told", async () => heard === 2);
});

test("a server that fails, breaks off or talks nonsense is asked again, later and later", async () => {
  const fail = (response: ServerResponse): void => sendJson(response, 500, { message: "etcd is away" });
  server = await serve([fail, (response) => response.destroy(), stream("nonsense\n")]);
  const startedMs = performance.now();
  server.cluster.watchPods(["shop"], () => {}, ending.signal);
  const { requests } = server;
  await until("a fourth watch", async () => requests.length >= 5);
  expect(steps(server)).toEqual(["list", "10", "10", "10", "10"]);
  expect(performance.now() - startedMs).toBeGreaterThan(0.8 * (500 + 1_000 + 2_000));
});

test("many changes at once are one call", async () => {
  const many = Array.from({ length: 50 }, (_, i) => changed(`${100 + i}`)).join("");
  server = await serve([(response) => response.writeHead(200).write(many)]);
  let heard = 0;
  server.cluster.watchPods(["shop"], () => (heard += 1), ending.signal);
  await until("a call", async () => heard > 0);
  const { requests } = server;
  expect(requests).toHaveLength(2);
  expect(heard).toBeLessThanOrEqual(2);
});

test("each namespace has its own watch; all end at once with the signal", async () => {
  server = await serve([]);
  server.cluster.watchPods(["shop", "cart", "shop"], () => {}, ending.signal);
  const { requests, connections } = server;
  await until("two watches", async () => requests.filter((url) => url.includes("watch=true")).length === 2);
  ending.abort();
  await server.cluster.close();
  await until("no connection", async () => connections() === 0);
  expect(requests).toHaveLength(4);
});
