import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually } from "../eventually.ts";
import { startBot } from "./bot-under-test.ts";

let bot: Awaited<ReturnType<typeof startBot>>;
const unhandled: unknown[] = [];
const keep = (error: unknown) => void unhandled.push(error);

// A rejection that nobody handles ends the process (main.ts), in the middle of whatever job it runs.
beforeEach(async () => {
  unhandled.length = 0;
  process.prependListener("unhandledRejection", keep);
  bot = await startBot("socket");
});
afterEach(async () => {
  await bot.stop();
  process.removeListener("unhandledRejection", keep);
});

const isUp = () => bot.slack.connections() === 1 && bot.connection.downSinceMs() === undefined;
const dials = () => bot.slack.calls().filter(({ method }) => method === "apps.connections.open").length;
const commandIsAnswered = async () => {
  bot.setFlows({
    whoAmI: async () => ({ role: "viewer", because: "everybody", verbs: ["help"], protectedNamespaces: [] }),
  });
  expect((await bot.ask("olga", "/redis whoami")).text).toContain("You are viewer");
};

test("a Slack that is away for a while is dialled until it is back, and down is told meanwhile", async () => {
  bot.slack.faults.refuse();
  await eventually("it is down", () => bot.connection.downSinceMs() !== undefined);
  await eventually("dials failed", () =>
    bot.log.lines.some(({ message }) => message.includes("dialling until it does")),
  );
  bot.slack.faults.accept();
  await eventually("it is up again", isUp);
  await commandIsAnswered();
  expect(unhandled).toEqual([]);
});

test.each([
  ["Slack itself is broken", () => bot.slack.faults.breakNext("apps.connections.open", 503)],
  ["the token is refused once", () => bot.slack.faults.failNext("apps.connections.open", "invalid_auth")],
  ["Slack wants fewer calls", () => bot.slack.faults.rateLimit("apps.connections.open", 1)],
])("a refresh at which %s is made good by the next dial", async (_, plan) => {
  plan();
  bot.slack.faults.disconnect("refresh_requested");
  await eventually("it is down", () => bot.connection.downSinceMs() !== undefined);
  await eventually("it is up again", isUp);
  await commandIsAnswered();
  expect(unhandled).toEqual([]);
});

test("a connection that Slack recycles is made again at once", async () => {
  const startedMs = performance.now();
  bot.slack.faults.disconnect("warning");
  await eventually("it is dialled again", () => dials() === 2 && isUp());
  expect(performance.now() - startedMs).toBeLessThan(1000);
  await commandIsAnswered();
});

test("a connection that is cut a few times in a row leaves one behind", async () => {
  for (const cut of [1, 2, 3]) {
    bot.slack.faults.dropConnections();
    await eventually("it is dialled again", () => dials() === cut + 1 && isUp());
  }
  await commandIsAnswered();
  expect(bot.slack.connections()).toBe(1);
});

test("a stop while Slack is away ends the dialling", async () => {
  bot.slack.faults.refuse();
  await eventually("it waits before it dials again", () => bot.sleeping() === 1);
  await bot.connection.stop();
  await eventually("nobody waits any more", () => bot.sleeping() === 0);
  bot.slack.faults.accept();
  expect(bot.slack.connections()).toBe(0);
  expect(unhandled).toEqual([]);
});
