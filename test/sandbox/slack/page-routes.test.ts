import { afterEach, expect, test } from "vitest";
import { startSocketBot, type TestBot } from "./bolt-app.ts";
import { parseJson } from "./json.ts";
import type { Json } from "./page-api.ts";

let bot: TestBot | undefined;
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});

async function start(): Promise<TestBot> {
  bot = await startSocketBot((app) => app.command("/redis", ({ ack }) => ack("hi")), {
    page: { html: "<p>page</p>", js: "// page", css: "p {}" },
    panel: {
      faults: [{ id: "kill", title: "Kill the master", explain: "SIGKILL" }],
      members: () => [{ pod: "redis-0", ip: "127.1.0.1", state: "Running" }],
      run: async (faultId) => `did ${faultId}`,
    },
  });
  return bot;
}

async function post(url: string, body: Json): Promise<readonly [number, Json]> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return [response.status, parseJson(await response.text()) ?? null];
}

test("the page is served, and its state is what the user sees", async () => {
  const { slack } = await start();
  const fetched = await fetch(`${slack.url}/`);
  expect([fetched.headers.get("content-type"), await fetched.text()]).toEqual([
    "text/html; charset=utf-8",
    "<p>page</p>",
  ]);
  await post(`${slack.url}/page/say`, { userId: "U1", channel: "C1", text: "hello" });

  const state = await fetch(`${slack.url}/page/state?user=U2`);
  expect(await state.json()).toMatchObject({
    appName: "redis-ha",
    channels: [{ id: "C1", name: "redis-alerts" }, { id: "C2" }, { id: "D2", name: "redis-ha" }],
    messages: [{ channel: "C1", text: "hello", author: { name: "olga", isApp: false } }],
    panel: { members: [{ pod: "redis-0" }] },
  });
});

test("the event stream tells each user what they may see", async () => {
  const { slack } = await start();
  const stream = await fetch(`${slack.url}/page/events?user=U1`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  await post(`${slack.url}/page/say`, { userId: "U1", channel: "C1", text: "/redis status" });
  await post(`${slack.url}/page/say`, { userId: "U1", channel: "C1", text: "/what" });
  let seen = "";
  while (!seen.includes("notice")) seen += (await reader?.read())?.value ?? "";
  await reader?.cancel();

  const events = [...seen.matchAll(/^data: (.*)$/gm)].map((line) => parseJson(line[1] ?? ""));
  expect(events).toMatchObject([
    { kind: "message", message: { text: "hi", ephemeralFor: "U1" } },
    { kind: "notice", channel: "C1", text: "/what is not a valid command." },
  ]);
});

test("what a person cannot do is a 4xx with the reason", async () => {
  const { slack } = await start();
  const say = (body: Json) => post(`${slack.url}/page/say`, body);

  expect(await say({ userId: "U1" })).toEqual([400, { error: "That is not a say request." }]);
  expect(await say({ userId: "U9", channel: "C1", text: "x" })).toEqual([404, { error: "There is no user U9." }]);
  expect(await say({ userId: "U2", channel: "C3", text: "x" })).toEqual([409, { error: "You are not in C3." }]);
  expect(await post(`${slack.url}/page/close`, { userId: "U1", viewId: "V1" })).toEqual([
    409,
    { error: "That view is not open any more." },
  ]);
});

test("the side panel breaks what the sandbox offers to break", async () => {
  const { slack } = await start();
  expect(await post(`${slack.url}/page/break`, { userId: "U1", faultId: "kill" })).toEqual([200, { done: "did kill" }]);
  expect(await post(`${slack.url}/page/break`, { userId: "U1", faultId: "no" })).toEqual([
    409,
    { error: "There is no fault no." },
  ]);
});
