import type { App } from "@slack/bolt";
import { afterAll, afterEach, expect, test } from "vitest";
import { createPages } from "./open-page.ts";

const pages = createPages();
afterEach(async () => expect(await pages.closeAll()).toEqual([]));
afterAll(pages.stop);

const answers = (app: App) =>
  app.command("/redis", async ({ ack, body, respond }) => {
    await ack();
    await respond({ text: `You asked for *${body.text}*` });
  });

const hints = {
  usages: [
    { text: "/redis status [group]", about: "the group as it is" },
    { text: "/redis recover [group] [--dry-run]", about: "diagnose, plan, repair" },
  ],
  tries: [{ title: "See the group", explain: "Each pod, its role and lag.", command: "/redis status shop" }],
};

test("a command is answered where only the asker sees it", async () => {
  const { page, type, bot } = await pages.open(answers);
  await type("/redis status shop");

  const answer = page.getByRole("article").filter({ hasText: "You asked for status shop" });
  await answer.waitFor();
  expect(await answer.getByText("Only visible to you").isVisible()).toBe(true);
  expect(await answer.locator("strong", { hasText: "status shop" }).count()).toBe(1);
  expect(bot.slack.as("viewer").messages("C1")).toEqual([]);
});

test("a command that nobody knows is Slack's own notice", async () => {
  const { page, type } = await pages.open(answers);
  await type("/rediss status");
  await page.getByRole("article", { name: "Notice" }).getByText("/rediss is not a valid command.").waitFor();
});

test("what was typed shows as typed, with the mention of the app as a name", async () => {
  const { page, type, said } = await pages.open(answers);
  await type("is <b>1 < 2 && true</b>, @redis-ha? See redis_sentinel_0:26379, 10:30:15 and a*b*c");
  await said("is <b>1 < 2 && true</b>, @redis-ha? See redis_sentinel_0:26379, 10:30:15 and a*b*c");
  expect(await page.locator(".mention").textContent()).toBe("@redis-ha");
});

test("the arrow keys bring back what was sent, and the unsent line after it", async () => {
  const { box, type, said } = await pages.open(answers);
  await type("/redis status shop");
  await type("/redis jobs");
  await said("You asked for jobs");

  await box.press("ArrowUp");
  await box.press("ArrowUp");
  expect(await box.inputValue()).toBe("/redis status shop");
  await box.press("ArrowDown");
  expect(await box.inputValue()).toBe("/redis jobs");
  await box.press("ArrowDown");
  expect(await box.inputValue()).toBe("");
});

test("usage shows while a command is typed, and Tab completes it", async () => {
  const { box, page } = await pages.open(answers, { hints });
  const usage = page.getByRole("list", { name: "Usage" }).getByRole("listitem");
  await box.fill("/redis");
  expect(await usage.count()).toBe(2);

  await box.pressSequentially(" re");
  expect(await usage.allTextContents()).toEqual(["/redis recover [group] [--dry-run]diagnose, plan, repair"]);
  await box.press("Tab");
  expect(await box.inputValue()).toBe("/redis recover ");
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("a thing to try puts its command into the message box", async () => {
  const { box, page, said } = await pages.open(answers, { hints });
  await page.getByRole("button", { name: "/redis status shop" }).click();
  await box.press("Enter");
  await said("You asked for status shop");
});

test("an edit changes the message in its place, and a deletion takes it away", async () => {
  const { page, bot, said } = await pages.open(answers);
  const { client } = bot.app;
  const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "redis-0 is down" });
  await said("redis-0 is down");

  await client.chat.update({ channel: "C1", ts, text: "redis-1 is master now" });
  await said("redis-1 is master now");
  expect(await page.getByRole("article").count()).toBe(1);
  await client.chat.delete({ channel: "C1", ts });
  await page.getByText("Nothing here yet.").waitFor();
});

test("replies go to the thread beside the channel, and commands are refused there", async () => {
  const { page, bot } = await pages.open(answers);
  const { ts = "" } = await bot.app.client.chat.postMessage({ channel: "C1", text: "redis-0 is down" });
  await bot.app.client.chat.postMessage({ channel: "C1", thread_ts: ts, text: "redis-1 was elected" });

  await page.getByRole("button", { name: "1 reply" }).click();
  const thread = page.getByRole("complementary", { name: "Thread" });
  await thread.getByText("redis-1 was elected").waitFor();
  const reply = thread.getByRole("textbox", { name: "Reply" });
  await reply.fill("I look at it");
  await reply.press("Enter");
  await thread.getByText("2 replies").waitFor();
  expect(await page.getByRole("region", { name: "Messages in #redis-alerts" }).getByRole("article").count()).toBe(1);

  await reply.fill("/redis status");
  await reply.press("Enter");
  await page.getByRole("alert").getByText("/redis is not supported in threads. Sorry!").waitFor();
});

test("each account sees its own ephemeral messages and its own conversations", async () => {
  const { page, type, said } = await pages.open(answers, {
    channels: [
      { id: "C1", name: "redis-alerts", topic: "alerts" },
      { id: "C4", name: "approvals", topic: "", members: ["U2"] },
    ],
  });
  await type("/redis whoami");
  await said("You asked for whoami");

  await page.getByRole("radio", { name: "approver" }).click({ force: true });
  await page.getByRole("button", { name: "# approvals" }).waitFor();
  expect(await page.getByText("You asked for whoami").count()).toBe(0);
  await type("I approve");
  await page.getByRole("article").filter({ hasText: "approver" }).getByText("I approve").waitFor();
  await page.reload();
  expect(await page.getByRole("radio", { name: "approver" }).isChecked()).toBe(true);
});

test("what comes in another channel is counted until it is looked at", async () => {
  const { page, bot, said } = await pages.open(answers, {
    channels: [
      { id: "C1", name: "redis-alerts", topic: "alerts" },
      { id: "C5", name: "talk", topic: "" },
    ],
  });
  await bot.app.client.chat.postMessage({ channel: "C5", text: "one" });
  await bot.app.client.chat.postMessage({ channel: "C5", text: "two" });

  const talk = page.getByRole("button", { name: "# talk" });
  await talk.getByRole("img", { name: "2 new" }).waitFor();
  await talk.click();
  await said("two");
  await page.getByRole("button", { name: "# redis-alerts" }).click();
  expect(await talk.textContent()).toBe("# talk");
});
