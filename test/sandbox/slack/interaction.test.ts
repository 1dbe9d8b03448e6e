import type { App, BlockAction, RespondArguments } from "@slack/bolt";
import { afterEach, expect, test } from "vitest";
import { eventually, startHttpBot, startSocketBot, type TestBot } from "./bolt-app.ts";
import type { PageMessage } from "./page-api.ts";

let bot: TestBot | undefined;
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});

const plain = (text: string) => ({ type: "plain_text", text }) as const;
const planBlocks = [
  { type: "section", block_id: "plan", text: plain("Recover shop?") },
  {
    type: "actions",
    block_id: "decide",
    elements: [
      { type: "button", action_id: "approve", text: plain("Approve"), value: "j1", style: "primary" },
      {
        type: "static_select",
        action_id: "mode",
        options: [{ text: plain("Careful"), value: "careful" }],
      },
    ],
  },
] as const;

async function post(where: TestBot, fields: { readonly thread_ts?: string } = {}): Promise<PageMessage> {
  await where.app.client.chat.postMessage({ channel: "C1", text: "plan", blocks: [...planBlocks], ...fields });
  const message = where.slack.as("olga").messages("C1").at(-1);
  if (message === undefined) throw new Error("nothing was posted");
  return message;
}

test.each([
  ["Socket Mode", startSocketBot],
  ["signed HTTP", startHttpBot],
])("a click in %s carries who, where, what and the message", async (_how, start) => {
  const bodies: BlockAction[] = [];
  bot = await start((app) => {
    app.action<BlockAction>("approve", async ({ ack, body }) => {
      bodies.push(body);
      await ack();
    });
  });
  const message = await post(bot);

  expect(await bot.slack.as("olga").click(message, "Approve")).toBe(true);
  expect(bodies).toMatchObject([
    {
      type: "block_actions",
      user: { id: "U1", username: "olga", name: "olga", team_id: "T0SANDBOX" },
      team: { id: "T0SANDBOX", domain: "sandbox" },
      api_app_id: "A0REDISHA",
      container: { type: "message", message_ts: message.ts, channel_id: "C1", is_ephemeral: false },
      channel: { id: "C1", name: "redis-alerts" },
      message: { ts: message.ts, text: "plan", bot_id: "B0REDISHA", user: "U0REDISHA" },
      state: { values: { decide: { mode: { type: "static_select", selected_option: null } } } },
      actions: [{ type: "button", action_id: "approve", block_id: "decide", value: "j1", text: { text: "Approve" } }],
    },
  ]);
  expect(bodies[0]?.trigger_id).toMatch(/^\d+\.\d+\.[0-9a-f]+$/);
  expect(bodies[0]?.response_url).toContain(`${bot.slack.url}/actions/T0SANDBOX/`);
});

test("a choice carries the chosen option, also in the message's state", async () => {
  const bodies: BlockAction[] = [];
  bot = await startSocketBot((app) => {
    app.action<BlockAction>("mode", async ({ ack, body }) => {
      bodies.push(body);
      await ack();
    });
  });
  await bot.slack.as("olga").choose(await post(bot), "mode", "careful");

  expect(bodies).toMatchObject([
    {
      actions: [{ type: "static_select", selected_option: { value: "careful" } }],
      state: { values: { decide: { mode: { type: "static_select", selected_option: { value: "careful" } } } } },
    },
  ]);
});

test("an unanswered click shows a notice to the person who clicked", async () => {
  bot = await startSocketBot(() => {}, { timings: { ackMs: 50 } });
  const olga = bot.slack.as("olga");

  expect(await olga.click(await post(bot), "Approve")).toBe(false);
  expect(olga.notices()).toEqual(['The app did not respond to "Approve" (operation_timeout)']);
});

test("a button that an update took away cannot be clicked any more", async () => {
  bot = await startSocketBot(() => {});
  const message = await post(bot);
  await bot.app.client.chat.update({ channel: "C1", ts: message.ts, text: "done" });

  await expect(bot.slack.as("olga").click(message, "Approve")).rejects.toThrow("There is no element approve");
});

function respondOnApprove(answers: readonly RespondArguments[]) {
  const failures: unknown[] = [];
  const register = (app: App) => {
    app.action("approve", async ({ ack, respond }) => {
      await ack();
      for (const answer of answers) await respond(answer).catch((error: unknown) => failures.push(error));
    });
  };
  return { register, failures };
}

test("an answer by response URL is new and for the clicker only, unless it says otherwise", async () => {
  bot = await startSocketBot(
    respondOnApprove([{ text: "just you" }, { text: "all of you", response_type: "in_channel" }]).register,
  );
  const { slack } = bot;
  await slack.as("olga").click(await post(bot), "Approve");

  const texts = (user: string) =>
    slack
      .as(user)
      .messages("C1")
      .map((message) => message.text);
  await expect.poll(() => texts("olga")).toEqual(["plan", "just you", "all of you"]);
  expect(texts("vera")).toEqual(["plan", "all of you"]);
});

test("replace_original edits the clicked message", async () => {
  bot = await startSocketBot(respondOnApprove([{ text: "approved", replace_original: true }]).register);
  const { slack } = bot;
  const message = await post(bot);
  await slack.as("olga").click(message, "Approve");
  await expect.poll(() => slack.as("vera").messages("C1")).toMatchObject([{ ts: message.ts, text: "approved" }]);
  expect(slack.as("vera").messages("C1")[0]?.blocks).toBeUndefined();
});

test("delete_original takes the clicked message away", async () => {
  bot = await startSocketBot(respondOnApprove([{ delete_original: true }]).register);
  const { slack } = bot;
  await slack.as("olga").click(await post(bot), "Approve");

  await expect.poll(() => slack.as("vera").messages("C1")).toEqual([]);
});

test("a response URL is used up after five answers", async () => {
  const six = Array.from({ length: 6 }, (_, index) => ({ text: `answer ${index + 1}` }));
  const { register, failures } = respondOnApprove(six);
  bot = await startSocketBot(register);
  const olga = bot.slack.as("olga");
  await olga.click(await post(bot), "Approve");

  await expect.poll(() => failures).toMatchObject([{ code: "slack_bolt_respond_error", statusCode: 404 }]);
  expect(olga.messages("C1").map((message) => message.text)).toEqual([
    "plan",
    ...six.slice(0, 5).map((one) => one.text),
  ]);
});

test("a response URL is too old after 30 minutes", async () => {
  let now = 1_800_000_000_000;
  const urls: string[] = [];
  bot = await startSocketBot(
    (app) =>
      app.action<BlockAction>("approve", async ({ ack, body }) => {
        await ack();
        urls.push(body.response_url);
      }),
    { clock: { now: () => now } },
  );
  await bot.slack.as("olga").click(await post(bot), "Approve");
  const url = await eventually(() => urls[0]);
  const answer = () => fetch(url, { method: "POST", body: JSON.stringify({ text: "hi" }) });

  now += 30 * 60_000;
  expect((await answer()).status).toBe(200);
  now += 1;
  const late = await answer();
  expect([late.status, await late.json()]).toEqual([404, { ok: false, error: "expired_url" }]);
});

test("a click in an ephemeral message tells of no message, and its answer may replace it", async () => {
  const bodies: BlockAction[] = [];
  bot = await startSocketBot((app) =>
    app.action<BlockAction>("approve", async ({ ack, body, respond }) => {
      await ack();
      bodies.push(body);
      await respond({ text: "seen", replace_original: true });
    }),
  );
  const olga = bot.slack.as("olga");
  await bot.app.client.chat.postEphemeral({ channel: "C1", user: "U1", text: "psst", blocks: [...planBlocks] });
  const [ephemeral] = olga.messages("C1");
  if (ephemeral === undefined) throw new Error("no ephemeral message");
  await olga.click(ephemeral, "approve");

  await expect.poll(() => olga.messages("C1")).toMatchObject([{ text: "seen", ephemeralFor: "U1", edited: false }]);
  expect(bodies).toMatchObject([{ container: { is_ephemeral: true } }]);
  expect(bodies[0]?.message).toBeUndefined();
});
