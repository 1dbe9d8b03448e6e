import { afterEach, expect, test } from "vitest";
import WebSocket from "ws";
import { connectBot, startSocketBot, type TestBot, testSettings } from "./bolt-app.ts";
import { objectOf, parseJson } from "./json.ts";
import type { Json } from "./page-api.ts";
import { type Slack, startSlack } from "./start-slack.ts";

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function kept(bot: TestBot): TestBot {
  cleanUps.push(bot.stop);
  return bot;
}

async function bareSlack(): Promise<Slack> {
  const slack = await startSlack({
    ...testSettings,
    timings: { ackMs: 100, redeliverAfterMs: [10, 20, 30], ticketMs: 500 },
  });
  cleanUps.push(slack.close);
  return slack;
}

async function ticketUrl(slack: Slack): Promise<string> {
  const response = await fetch(`${slack.apiUrl}apps.connections.open`, {
    method: "POST",
    headers: { authorization: "Bearer xapp-test" },
  });
  const body: { readonly url: string } = await response.json();
  return body.url;
}

async function connect(url: string): Promise<{ readonly socket: WebSocket; readonly frames: Json[] }> {
  const socket = new WebSocket(url);
  const frames: Json[] = [];
  socket.on("message", (data) => frames.push(parseJson(data.toString()) ?? null));
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return { socket, frames };
}

test("a ticket opens one connection, which begins with hello", async () => {
  const slack = await bareSlack();
  const url = await ticketUrl(slack);
  const { frames } = await connect(url);

  await expect
    .poll(() => frames)
    .toMatchObject([{ type: "hello", num_connections: 1, connection_info: { app_id: "A0REDISHA" } }]);
  await expect(connect(url)).rejects.toThrow("401");
  await expect(connect(`${slack.url.replace("http", "ws")}/link/?ticket=made-up`)).rejects.toThrow("401");
});

test("the eleventh connection is turned away", async () => {
  const slack = await bareSlack();
  for (let count = 0; count < 10; count += 1) await connect(await ticketUrl(slack));
  const { frames } = await connect(await ticketUrl(slack));

  await expect.poll(() => frames).toMatchObject([{ type: "disconnect", reason: "too_many_websockets" }]);
});

test("each payload goes to exactly one connection", async () => {
  const seen: string[] = [];
  const bot = kept(
    await startSocketBot((app) =>
      app.command("/redis", async ({ ack }) => {
        seen.push("first");
        await ack();
      }),
    ),
  );
  const second = await connectBot(bot.slack, (app) =>
    app.command("/redis", async ({ ack }) => {
      seen.push("second");
      await ack();
    }),
  );
  cleanUps.push(second.disconnect);
  for (let count = 0; count < 4; count += 1) await bot.slack.as("olga").command("/redis status");

  expect(seen.toSorted()).toEqual(["first", "first", "second", "second"]);
});

test("an event that nobody acknowledges comes three times more, numbered and with the reason", async () => {
  const slack = await bareSlack();
  const { frames } = await connect(await ticketUrl(slack));
  await slack.as("olga").say("redis-alerts", "@redis-ha status");

  await expect.poll(() => frames.length).toBe(5);
  const events = frames.slice(1).map(objectOf);
  expect(events.map((frame) => [frame["retry_attempt"], frame["retry_reason"]])).toEqual([
    [0, ""],
    [1, "timeout"],
    [2, "timeout"],
    [3, "timeout"],
  ]);
  expect(new Set(events.map((frame) => objectOf(frame["payload"])["event_id"])).size).toBe(1);
});

test("a mention reaches Bolt as app_mention with the text as Slack sends it", async () => {
  const texts: string[] = [];
  const bot = kept(
    await startSocketBot((app) =>
      app.event("app_mention", async ({ event, say }) => {
        texts.push(event.text);
        await say({ text: "yes?", thread_ts: event.ts });
      }),
    ),
  );
  const olga = bot.slack.as("olga");
  const asked = await olga.say("redis-alerts", "@redis-ha is a < b?");
  await olga.say("redis-alerts", "not for the app");

  await expect.poll(() => olga.thread(asked)).toMatchObject([{ ts: asked.ts }, { text: "yes?", threadTs: asked.ts }]);
  expect(texts).toEqual(["<@U0REDISHA> is a &lt; b?"]);
});

test("messages reach the app only where it subscribed to them", async () => {
  const texts: unknown[] = [];
  const events = ["message.channels"];
  const bot = kept(
    await startSocketBot(
      (app) =>
        app.message(async ({ message }) => {
          texts.push("text" in message ? message.text : "");
        }),
      { app: { ...testSettings.app, events } },
    ),
  );
  await bot.slack.as("olga").say("redis-alerts", "heard");
  await bot.slack.as("olga").say("private-talk", "not invited");

  await expect.poll(() => texts).toEqual(["heard"]);
});

test("Bolt comes back after a refresh and after a cut", async () => {
  const bot = kept(
    await startSocketBot((app) => {
      app.command("/redis", ({ ack }) => ack("here"));
    }),
  );
  const { slack } = bot;
  const olga = slack.as("olga");
  slack.faults.disconnect("refresh_requested");
  await expect.poll(() => slack.connections()).toBe(0);
  await expect.poll(() => slack.connections()).toBe(1);
  slack.faults.dropConnections();
  await expect.poll(() => slack.connections()).toBe(0);
  await expect.poll(() => slack.connections(), { timeout: 5_000 }).toBe(1);
  await olga.command("/redis status", "redis-alerts");

  expect(olga.messages("redis-alerts")).toMatchObject([{ text: "here" }]);
});

test("the app's pings are answered, and it is pinged", async () => {
  const slack = await startSlack({ ...testSettings, timings: { pingEveryMs: 20 } });
  cleanUps.push(slack.close);
  const { socket } = await connect(await ticketUrl(slack));
  let pings = 0;
  let pongs = 0;
  socket.on("ping", () => {
    pings += 1;
  });
  socket.on("pong", () => {
    pongs += 1;
  });
  socket.ping();

  await expect.poll(() => pongs).toBe(1);
  await expect.poll(() => pings).toBeGreaterThan(5);
});
