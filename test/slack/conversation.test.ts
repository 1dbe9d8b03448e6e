import { afterEach, expect, test } from "vitest";
import { eventually } from "../eventually.ts";
import { createFakeClock } from "../fakes/clock.ts";
import { createLeapingClock, startConversation } from "./conversation-under-test.ts";
import { incident, job } from "./job-literals.ts";
import { healthy, lost } from "./literals.ts";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function start(settings: Parameters<typeof startConversation>[0] = {}) {
  const under = await startConversation(settings);
  cleanUps.push(under.stop);
  return under;
}

const trouble = { incident: incident({ diagnosis: lost }), jobs: [] };

test("replies take as few messages as fit, and lose nothing of a very long line", async () => {
  const { conversation, calls } = await start();
  const thread = await conversation.openThread(trouble);
  const lines = Array.from({ length: 100 }, (_, i) => `line ${i} of the history`);
  await conversation.reply(thread, lines);
  expect(calls("chat.postMessage")).toHaveLength(2);
  await conversation.reply(thread, ["", "x".repeat(7000)]);
  const long = calls("chat.postMessage")
    .slice(2)
    .map(({ args }) => String(args["text"]));
  expect(long).toHaveLength(4);
  expect(long.join("")).toBe("x".repeat(7000));
});

test("what a Sentinel or a person wrote makes no mention and no link", async () => {
  const { slack, conversation } = await start();
  const thread = await conversation.openThread(trouble);
  await conversation.reply(thread, ["<!channel> said a & b"]);
  expect(slack.as("olga").messages("C1").at(-1)?.text).toBe("&lt;!channel&gt; said a &amp; b");
});

test("an edit that was overtaken while it waited is never sent", async () => {
  const { conversation, calls } = await start();
  const thread = await conversation.openThread(trouble);
  const edit = (master: string) =>
    conversation.editThread(thread, { incident: incident({ diagnosis: { ...healthy, master } }), jobs: [] });
  await Promise.all(["redis-1", "redis-2", "redis-3"].map(edit));
  await edit("redis-4");
  expect(calls("chat.update").map(({ args }) => /redis-\d/.exec(String(args["text"]))?.[0])).toEqual([
    "redis-3",
    "redis-4",
  ]);
});

test("the first message goes out at once, the next ones each a second later", async () => {
  const clock = createLeapingClock();
  const { conversation } = await start({ clock });
  const thread = await conversation.openThread(trouble);
  expect(clock.sleeps).toEqual([]);
  await conversation.reply(thread, ["a"]);
  await conversation.postJob(job(), thread);
  expect(clock.sleeps).toEqual([1000, 1000]);
});

test("an alert does not wait for the history of another incident", async () => {
  const { slack, conversation } = await start();
  const first = await conversation.openThread(trouble);
  const history = [1, 2, 3].map((i) => conversation.reply(first, [`line ${i}`]));
  const other = incident({ id: "inc00002", diagnosis: lost });
  await Promise.all([...history, conversation.openThread({ incident: other, jobs: [] })]);
  const posted = slack.as("olga").messages("C1");
  expect(posted.map(({ text }) => text.slice(0, 11))).toEqual([
    "strathberry",
    "strathberry",
    "line 1",
    "line 2",
    "line 3",
  ]);
});

test("a rate limit loses nothing, and delays its own channel alone", async () => {
  const clock = createFakeClock();
  const { slack, client, conversation, calls } = await start({ clock });
  const other = await client.chat.postMessage({ channel: "C3", text: "a thread elsewhere" });
  slack.faults.rateLimit("chat.postMessage", 30);
  const alert = conversation.openThread(trouble);
  await eventually("Slack said no", () => calls("chat.postMessage").length === 2);
  await conversation.reply({ channel: "C3", ts: other.ts ?? "" }, ["not held up"]);
  expect(slack.as("olga").messages("C1")).toEqual([]);
  await eventually("the limit is over", async () => {
    await clock.advance(1000);
    return slack.as("olga").messages("C1").length === 1;
  });
  expect((await alert).channel).toBe("C1");
});

test("a call that fails is tried again, and the message is posted once", async () => {
  const clock = createLeapingClock();
  const { slack, conversation } = await start({ clock });
  slack.faults.breakNext("chat.postMessage", 503);
  slack.faults.failNext("chat.postMessage", "internal_error");
  await conversation.openThread(trouble);
  expect(clock.sleeps).toEqual([500, 1500]);
  expect(slack.as("olga").messages("C1")).toHaveLength(1);
});

test("Slack that stays away is given up on after a few tries, and the next call begins anew", async () => {
  const clock = createLeapingClock();
  const { slack, conversation } = await start({ clock });
  slack.faults.refuse();
  await expect(conversation.openThread(trouble)).rejects.toMatchObject({
    code: "slack-unreachable",
    message: expect.stringContaining("Slack did not answer to a message"),
  });
  expect(clock.sleeps).toEqual([500, 1500, 4000]);
  slack.faults.accept();
  await conversation.openThread(trouble);
});

test("a channel without the bot is refused at once, with what to do", async () => {
  const clock = createLeapingClock();
  const { conversation } = await start({ clock, channel: "C2" });
  await expect(conversation.openThread(trouble)).rejects.toMatchObject({
    code: "slack-refused",
    message:
      "Slack refused a message (not_in_channel): the bot is not in the channel of SLACK_CHANNEL: /invite it there.",
  });
  expect(clock.sleeps).toEqual([]);
});
