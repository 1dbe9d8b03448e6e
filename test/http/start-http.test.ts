import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createMetrics } from "../../src/http/metrics.ts";
import { createReadCounts } from "../../src/http/read-counts.ts";
import { type HttpOptions, type HttpServer, startHttp } from "../../src/http/start-http.ts";
import { aJob, anIncident } from "../contracts/records.ts";
import { eventually } from "../eventually.ts";
import { createFakeClock } from "../fakes/clock.ts";
import { createFakeLog } from "../fakes/log.ts";
import { createFakeStore } from "../fakes/store.ts";

describe("HTTP", () => {
  const open: HttpServer[] = [];
  async function start(
    change: Partial<HttpOptions> = {},
  ): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
    const server = await startHttp({
      port: 0,
      host: "127.0.0.1",
      health: () => true,
      ready: () => [],
      metrics: createMetrics(),
      log: createFakeLog(),
      ...change,
    });
    open.push(server);
    return (path, init) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
  }
  afterEach(() => Promise.all(open.splice(0).map((server) => server.stop())));

  test("a process that runs is healthy, one that is stuck is not", async () => {
    const alive = await (await start())("/health");
    expect([alive.status, await alive.json()]).toEqual([200, { status: "alive" }]);
    const stuck = await (await start({ health: () => false }))("/health");
    expect(stuck.status).toBe(503);
  });

  test("readiness says which part is degraded and since when", async () => {
    const part = {
      part: "store",
      text: "The bot's own Redis does not answer.",
      sinceMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    };
    const get = await start({ ready: () => [part] });
    const response = await get("/ready");
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: "degraded",
      degraded: [{ part: "store", text: part.text, since: "2026-01-02T03:04:05.000Z" }],
    });
    expect((await (await start())("/ready")).status).toBe(200);
  });

  test("metrics have the open incidents, jobs by state, probes and feed items", async () => {
    const store = createFakeStore({ clock: createFakeClock() });
    await store.saveJob(aJob());
    await store.saveJob(aJob({ id: "j0000002", state: "done" }));
    await store.saveIncident(anIncident());
    const readCounts = createReadCounts({ store, groups: [{ namespace: "shop", masterName: "mymaster" }] });
    const metrics = createMetrics({ readCounts });
    metrics.observeProbe("redis", true, 3);
    metrics.countFeedItem("event");
    const get = await start({ metrics });
    const text = await (await get("/metrics")).text();
    expect(text).toContain("redis_ha_bot_open_incidents 1");
    expect(text).toContain('redis_ha_bot_jobs{state="done"} 1');
    expect(text).toContain('redis_ha_bot_probe_seconds_count{kind="redis",answered="true"} 1');
    expect(text).toContain('redis_ha_bot_feed_items_total{kind="event"} 1');
    expect(text).toContain("redis_ha_bot_store_up 1");
    store.setReachable(false);
    const without = await (await get("/metrics")).text();
    expect(without).toContain("redis_ha_bot_store_up 0");
    expect(without).not.toMatch(/^redis_ha_bot_(jobs|open_incidents)[ {]/m);
  });

  test("another path is told which there are, another method which it may be", async () => {
    const get = await start();
    const nowhere = await get("/nowhere");
    expect([nowhere.status, await nowhere.json()]).toEqual([
      404,
      { error: "There is no /nowhere; try /health, /ready or /metrics." },
    ]);
    const post = await get("/ready", { method: "POST", body: "{}" });
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    const head = await get("/health", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  test("a bug in a route is answered without its text, and logged", async () => {
    const log = createFakeLog();
    const get = await start({
      log,
      ready: () => {
        throw new Error("hunter22");
      },
    });
    const response = await get("/ready");
    expect([response.status, await response.text()]).toEqual([500, '{"error":"Internal error."}\n']);
    expect(log.lines).toMatchObject([{ level: "error", message: "http request failed" }]);
  });

  test("headers that are too large are refused", async () => {
    const get = await start();
    expect((await get("/health", { headers: { "x-large": "x".repeat(10_000) } })).status).toBe(431);
  });

  test("a stop does not wait for idle or half-open connections", async () => {
    const get = await start();
    await get("/health");
    const socket = connect(open[0]?.port ?? 0, "127.0.0.1", () => socket.write("GET /health HTTP/1.1\r\n"));
    socket.on("error", () => {});
    await eventually("it is connected", () => socket.readyState === "open");
    const askedAtMs = performance.now();
    await open[0]?.stop();
    expect(performance.now() - askedAtMs).toBeLessThan(1000);
    socket.destroy();
  });

  test("a port that is taken is one clear fault", async () => {
    await start();
    const again = start({ port: open[0]?.port ?? 0 });
    await expect(again).rejects.toThrow(/Cannot listen on 127\.0\.0\.1:\d+ \(HTTP_HOST, HTTP_PORT\): .*EADDRINUSE/);
  });
});
