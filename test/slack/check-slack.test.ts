import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { checkSlack } from "../../src/slack/check-slack.ts";
import { createSlackClient } from "../../src/slack/client.ts";
import { testSettings } from "../sandbox/slack/bolt-app.ts";
import { type Slack, startSlack } from "../sandbox/slack/start-slack.ts";

let slack: Slack;
beforeAll(async () => {
  slack = await startSlack(testSettings);
});
beforeEach(() => slack.reset());
afterAll(() => slack.close());

function check(change: { readonly botToken?: string; readonly appToken?: string; readonly channel?: string }) {
  const { botToken = "xoxb-test", appToken = "xapp-test", channel = "#redis-alerts" } = change;
  return checkSlack({ client: createSlackClient(botToken, slack.apiUrl), channel, appToken, apiUrl: slack.apiUrl });
}

test.each(["#redis-alerts", "redis-alerts", "C1"])("the channel %s is found", async (channel) => {
  expect(await check({ channel })).toEqual({ channel: "C1" });
});

test.each([
  [
    "a wrong bot token",
    { botToken: "xoxb-wrong" },
    "Slack refused the bot's token (SLACK_BOT_TOKEN) (invalid_auth): it is wrong or of another app: copy it anew from the app's page.",
  ],
  [
    "a wrong app token",
    { appToken: "xapp-wrong" },
    "Slack refused the app's token (SLACK_APP_TOKEN) (invalid_auth): it is wrong or of another app: copy it anew from the app's page.",
  ],
  [
    "the app's token in the bot's place",
    { botToken: "xapp-test" },
    "Slack refused the bot's token (SLACK_BOT_TOKEN) (not_allowed_token_type): the token is of another kind: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-.",
  ],
  [
    "a channel that is not there",
    { channel: "#nowhere" },
    "There is no channel #nowhere that the bot can see (SLACK_CHANNEL): check the name, or invite the bot.",
  ],
  [
    "a channel's id that is not there",
    { channel: "C9" },
    "Slack refused the channel C9 (SLACK_CHANNEL) (channel_not_found): the bot cannot see the channel of SLACK_CHANNEL: check the name, or invite the bot.",
  ],
  [
    "a channel that the bot is not in",
    { channel: "#private-talk" },
    "The bot is not in #private-talk (SLACK_CHANNEL): open it in Slack and /invite the bot.",
  ],
])("%s is one clear line", async (_, change, line) => {
  await expect(check(change)).rejects.toMatchObject({ code: "slack-refused", message: line });
});

test("a Slack that is away is one clear line of another kind", async () => {
  slack.faults.refuse();
  const fault = {
    code: "slack-unreachable",
    message: expect.stringContaining("Slack did not answer to the bot's token"),
  };
  await expect(check({})).rejects.toMatchObject(fault);
  slack.faults.accept();
});
