import { expect, test } from "vitest";
import { startBot } from "./bot-under-test.ts";

test("a wrong signing secret is one line in the log, however many requests fail", async () => {
  const bot = await startBot("http");
  const olga = bot.slack.as("olga");
  const before = bot.log.lines.length;
  for (const signature of ["v0=one", "v0=two"]) {
    const answer = await fetch(bot.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": `${Math.floor(Date.now() / 1000)}`,
        "x-slack-signature": signature,
      },
      body: "command=%2Fredis&text=whoami",
    });
    expect(answer.status).toBe(401);
  }
  const warnings = bot.log.lines.slice(before).filter(({ level }) => level === "warn");
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining("SLACK_SIGNING_SECRET is wrong")]);
  expect(olga.messages("redis-alerts")).toEqual([]);
  await bot.stop();
});
