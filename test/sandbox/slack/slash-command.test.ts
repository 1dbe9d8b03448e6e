import { afterEach, expect, test } from "vitest";
import { startHttpBot, startSocketBot, type TestBot } from "./bolt-app.ts";

let bot: TestBot | undefined;
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});

test("a slash command's acknowledgement is shown to the person who typed it, and to nobody else", async () => {
  bot = await startSocketBot((app) => {
    app.command("/redis", ({ ack, command }) => ack(`you said ${command.text}`));
  });
  await bot.slack.as("olga").command("/redis status  shop", "redis-alerts");

  expect(bot.slack.as("olga").messages("redis-alerts")).toMatchObject([
    { text: "you said status  shop", ephemeralFor: "U1", author: { name: "redis-ha", isApp: true } },
  ]);
  expect(bot.slack.as("vera").messages("redis-alerts")).toEqual([]);
});

test("an acknowledgement in the channel also shows what was typed", async () => {
  bot = await startSocketBot((app) => {
    app.command("/redis", ({ ack }) => ack({ response_type: "in_channel", text: "for all" }));
  });
  await bot.slack.as("olga").command("/redis status", "redis-alerts");

  expect(
    bot.slack
      .as("vera")
      .messages("redis-alerts")
      .map((message) => message.text),
  ).toEqual(["/redis status", "for all"]);
});

test("a posted message can be updated in place and then counts as edited", async () => {
  bot = await startSocketBot((app) => {
    app.command("/redis", async ({ ack, client, command }) => {
      await ack();
      const posted = await client.chat.postMessage({ channel: command.channel_id, text: "working" });
      await client.chat.update({ channel: command.channel_id, ts: posted.ts ?? "", text: "done" });
    });
  });
  const olga = bot.slack.as("olga");
  await olga.command("/redis recover", "redis-alerts");

  await expect.poll(() => olga.messages("redis-alerts")).toMatchObject([{ text: "done", edited: true }]);
});

test("an unanswered slash command shows Slack's own notice after the ack time", async () => {
  bot = await startSocketBot((app) => app.command("/redis", async () => {}), { timings: { ackMs: 50 } });
  const olga = bot.slack.as("olga");
  await olga.command("/redis status");

  expect(olga.notices()).toEqual(["/redis failed because the app did not respond (operation_timeout)"]);
});

test("a slash command without any connection fails at once with dispatch_failed", async () => {
  bot = await startSocketBot(() => {});
  bot.slack.faults.refuse();
  const olga = bot.slack.as("olga");
  await expect.poll(() => bot?.slack.connections()).toBe(0);
  await olga.command("/redis status");
  bot.slack.faults.accept();

  expect(olga.notices()).toEqual(['/redis failed with the error "dispatch_failed" (no Socket Mode connection)']);
});

test("a command that no app has is refused by Slack itself", async () => {
  bot = await startSocketBot(() => {});
  const olga = bot.slack.as("olga");
  await olga.command("/rediss status");

  expect(olga.notices()).toEqual(["/rediss is not a valid command."]);
});

test("a slash command cannot be typed in a thread", async () => {
  bot = await startSocketBot(() => {});
  const olga = bot.slack.as("olga");
  const parent = await olga.say("redis-alerts", "hello");

  await expect(olga.say("redis-alerts", "/redis status", parent.ts)).rejects.toThrow("not supported in threads");
});

test("signed HTTP carries the same command and its acknowledgement", async () => {
  bot = await startHttpBot((app) => {
    app.command("/redis", ({ ack, command }) => ack(`${command.user_name} said ${command.text}`));
  });
  const olga = bot.slack.as("olga");
  await olga.command("/redis status shop", "redis-alerts");

  expect(olga.messages("redis-alerts")).toMatchObject([{ text: "olga said status shop", ephemeralFor: "U1" }]);
});

test("an HTTP app that never acknowledges is given up after the ack time", async () => {
  bot = await startHttpBot((app) => app.command("/redis", async () => {}), { timings: { ackMs: 200 } });
  const olga = bot.slack.as("olga");
  await olga.command("/redis status");

  expect(olga.notices()).toEqual(["/redis failed because the app did not respond (operation_timeout)"]);
});
