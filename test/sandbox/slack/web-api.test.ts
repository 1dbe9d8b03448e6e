import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testSettings } from "./bolt-app.ts";
import type { SlackSettings } from "./settings.ts";
import { type Slack, startSlack } from "./start-slack.ts";
import { errorOf } from "./test-modal.ts";

let slack: Slack;
let client: WebClient;
const retryConfig = { retries: 0 };

async function start(settings: Partial<SlackSettings> = {}, token = "xoxb-test"): Promise<void> {
  slack = await startSlack({ ...testSettings, ...settings });
  client = new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig, rejectRateLimitedCalls: true });
}

beforeEach(() => start());
afterEach(() => slack.close());

test("a message has a growing ts, can be fetched, linked, replied to and deleted", async () => {
  const parent = await client.chat.postMessage({ channel: "#redis-alerts", text: "parent" });
  const reply = await client.chat.postMessage({ channel: "C1", text: "reply", thread_ts: parent.ts ?? "" });
  const other = await client.chat.postMessage({ channel: "C1", text: "other" });

  expect([parent.ts, reply.ts, other.ts].map(Number)).toEqual(
    [parent.ts, reply.ts, other.ts].map(Number).toSorted((a, b) => a - b),
  );
  expect(await client.conversations.history({ channel: "C1" })).toMatchObject({
    messages: [{ text: "other" }, { text: "parent", reply_count: 1, latest_reply: reply.ts }],
  });
  expect(await client.conversations.replies({ channel: "C1", ts: parent.ts ?? "" })).toMatchObject({
    messages: [{ text: "parent" }, { text: "reply", thread_ts: parent.ts }],
  });
  expect(await client.chat.getPermalink({ channel: "C1", message_ts: parent.ts ?? "" })).toMatchObject({
    permalink: `https://sandbox.slack.com/archives/C1/p${parent.ts?.replace(".", "")}`,
  });
  await client.chat.delete({ channel: "C1", ts: other.ts ?? "" });
  expect(
    slack
      .as("olga")
      .messages("C1")
      .map((message) => message.text),
  ).toEqual(["parent", "reply"]);
});

test("an update with blocks is not flagged as edited, one with text alone is and takes the blocks away", async () => {
  const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "x", blocks: [{ type: "divider" }] });
  const shown = () => slack.as("olga").messages("C1");

  await client.chat.update({ channel: "C1", ts, text: "y", blocks: [{ type: "divider" }, { type: "divider" }] });
  expect(shown()).toMatchObject([{ text: "y", edited: false, blocks: [{ type: "divider" }, { type: "divider" }] }]);
  await client.chat.update({ channel: "C1", ts, text: "z" });
  expect(shown()).toMatchObject([{ text: "z", edited: true }]);
  expect(shown()[0]?.blocks).toBeUndefined();
});

test("what cannot be done is refused with Slack's error", async () => {
  const said = await slack.as("olga").say("redis-alerts", "hello");
  const whisper = await client.chat.postEphemeral({ channel: "C1", user: "U1", text: "psst" });
  const post = (fields: { readonly channel: string; readonly text: string }) =>
    errorOf(client.chat.postMessage(fields));
  const update = (ts: string, text: string) => errorOf(client.chat.update({ channel: "C1", ts, text }));

  expect(await post({ channel: "C9", text: "x" })).toMatchObject({ error: "channel_not_found" });
  expect(await post({ channel: "C2", text: "x" })).toMatchObject({ error: "not_in_channel" });
  expect(await post({ channel: "C1", text: "" })).toMatchObject({ error: "no_text" });
  expect(await update("1.2", "x")).toMatchObject({ error: "message_not_found" });
  expect(await update(whisper.message_ts ?? "", "x")).toMatchObject({ error: "message_not_found" });
  expect(await update(said.ts, "x")).toMatchObject({ error: "cant_update_message" });
  const mine = await client.chat.postMessage({ channel: "C1", text: "mine" });
  expect(await update(mine.ts ?? "", "x".repeat(4_001))).toMatchObject({ error: "msg_too_long" });
  expect(await errorOf(client.chat.postEphemeral({ channel: "C3", user: "U2", text: "x" }))).toMatchObject({
    error: "user_not_in_channel",
  });
  expect(await errorOf(client.apiCall("chat.scream", {}))).toMatchObject({ ok: false, error: "unknown_method" });
});

test("blocks over a limit are refused with the place of each problem", async () => {
  const blocks = [{ type: "section", text: { type: "mrkdwn", text: "x".repeat(3_001) } }];
  expect(await errorOf(client.chat.postMessage({ channel: "C1", text: "x", blocks }))).toMatchObject({
    error: "invalid_blocks",
    errors: ["must be less than 3001 characters [json-pointer:/blocks/0/text/text]"],
    response_metadata: { messages: ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"] },
  });
  expect(slack.as("olga").messages("C1")).toEqual([]);
});

test("sections that fit one by one are too long together", async () => {
  const blocks = Array.from({ length: 5 }, () => ({
    type: "section",
    text: { type: "mrkdwn", text: "x".repeat(2_700) },
  }));
  expect(await errorOf(client.chat.postMessage({ channel: "C1", text: "x", blocks }))).toMatchObject({
    error: "msg_blocks_too_long",
  });
});

test("a token is checked for being there, being known, its kind and its scope", async () => {
  const as = (token: string | undefined) => new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig });

  expect(await errorOf(as(undefined).auth.test())).toMatchObject({ error: "not_authed" });
  expect(await errorOf(as("xoxb-other").auth.test())).toMatchObject({ error: "invalid_auth" });
  expect(await errorOf(as("xapp-test").auth.test())).toMatchObject({ error: "not_allowed_token_type" });
  expect(await errorOf(client.apps.connections.open())).toMatchObject({ error: "not_allowed_token_type" });
  await slack.close();
  await start({ app: { ...testSettings.app, scopes: ["commands"] } });
  expect(await errorOf(client.chat.postMessage({ channel: "C1", text: "x" }))).toMatchObject({
    error: "missing_scope",
    needed: "chat:write",
    provided: "commands",
  });
});

test("a JSON body is read as well as a form", async () => {
  const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: "POST",
    headers: { authorization: "Bearer xoxb-test", "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ channel: "C1", text: "from JSON" }),
  });
  expect(await response.json()).toMatchObject({ ok: true, channel: "C1", message: { text: "from JSON" } });
});

test("a burst in one channel is limited, another channel is not, and time heals it", async () => {
  let now = 1_800_000_000_000;
  await slack.close();
  await start({ rates: { postsPerSecond: 1, postBurst: 3 }, clock: { now: () => now } });
  const post = (channel: string) => errorOf(client.chat.postMessage({ channel, text: "x" }));

  expect([await post("C1"), await post("C1"), await post("C1")]).toEqual(Array(3).fill("no error"));
  expect(await post("C1")).toMatchObject({ retryAfter: 1 });
  expect(await post("C3")).toBe("no error");
  now += 1_000;
  expect(await post("C1")).toBe("no error");
});

test("planned faults hit the next calls of their method only", async () => {
  slack.faults.rateLimit("chat.postMessage", 7);
  slack.faults.failNext("chat.postMessage", "internal_error");
  slack.faults.breakNext("chat.postMessage", 503);
  const post = () => errorOf(client.chat.postMessage({ channel: "C1", text: "x" }));

  expect(await errorOf(client.auth.test())).toBe("no error");
  expect(await post()).toMatchObject({ retryAfter: 7 });
  expect(await post()).toMatchObject({ error: "internal_error" });
  expect(await post()).toMatchObject({ statusCode: 503 });
  expect(await post()).toBe("no error");
  expect(slack.calls().map((call) => call.method)).toEqual(["auth.test", ...Array(4).fill("chat.postMessage")]);
});

test("an unreachable Slack cuts the call", async () => {
  slack.faults.refuse();
  expect(await errorOf(client.auth.test())).toMatchObject({ code: "slack_webapi_request_error" });
  slack.faults.accept();
  expect(await errorOf(client.auth.test())).toBe("no error");
});

test("users, groups, channels and members are listed page by page", async () => {
  expect(await client.auth.test()).toMatchObject({ user_id: "U0REDISHA", bot_id: "B0REDISHA", team_id: "T0SANDBOX" });
  expect(await client.bots.info({ bot: "B0REDISHA" })).toMatchObject({ bot: { user_id: "U0REDISHA" } });
  expect(await client.users.info({ user: "U2" })).toMatchObject({ user: { name: "vera" } });
  expect(await client.usergroups.list({ include_users: true })).toMatchObject({
    usergroups: [{ id: "S1", users: ["U1"] }],
  });
  expect(await client.usergroups.users.list({ usergroup: "S1" })).toMatchObject({ users: ["U1"] });
  expect(await client.conversations.info({ channel: "C2" })).toMatchObject({ channel: { is_member: false } });
  expect(await client.conversations.members({ channel: "C3" })).toMatchObject({ members: ["U1", "U0REDISHA"] });
  const first = await client.conversations.list({ limit: 2 });
  expect(first.channels?.map((one) => one.id)).toEqual(["C1", "C2"]);
  const rest = await client.conversations.list({ limit: 2, cursor: first.response_metadata?.next_cursor ?? "" });
  expect(rest.channels?.map((one) => one.id)).toEqual(["C3"]);
});

test("a user's id posts to their direct conversation, which nobody else sees", async () => {
  const opened = await client.conversations.open({ users: "U1" });
  await client.chat.postMessage({ channel: "U1", text: "for you" });

  expect(slack.as("olga").messages(opened.channel?.id ?? "")).toMatchObject([{ text: "for you" }]);
  expect(slack.as("vera").messages(opened.channel?.id ?? "")).toEqual([]);
});

test("a reaction is added once", async () => {
  const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "x" });
  const add = () => errorOf(client.reactions.add({ channel: "C1", timestamp: ts, name: "eyes" }));
  expect([await add(), await add()]).toMatchObject(["no error", { error: "already_reacted" }]);
});
