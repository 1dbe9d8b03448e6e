import type { ViewClosedAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { afterEach, expect, test } from "vitest";
import { eventually, startSocketBot, type TestBot } from "./bolt-app.ts";
import { errorOf, modal, openModal, opens, plain } from "./test-modal.ts";

let bot: TestBot | undefined;
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});

test("a stack takes three views, and the fourth push is refused", async () => {
  const errors: unknown[] = [];
  bot = await startSocketBot((app) => {
    opens(app);
    app.action("push", async ({ ack, client, body }) => {
      await ack();
      const trigger_id = "trigger_id" in body ? body.trigger_id : "";
      errors.push(await errorOf(client.views.push({ trigger_id, view: modal("More") })));
    });
  });
  const { olga } = await openModal(bot);
  for (const done of [1, 2, 3]) {
    await olga.click(await eventually(() => olga.modals().at(-1)), "More");
    await expect.poll(() => errors.length).toBe(done);
  }

  expect(errors).toMatchObject(["no error", "no error", { ok: false, error: "push_limit_reached" }]);
  await olga.closeModal();
  expect(olga.modals()).toHaveLength(2);
});

test("an update with an old hash is a conflict, and typed values outlive an update", async () => {
  const found: { client: WebClient | undefined; hash: string } = { client: undefined, hash: "" };
  bot = await startSocketBot((app) => {
    app.command("/redis", async ({ ack, client, body }) => {
      await ack();
      const opened = await client.views.open({ trigger_id: body.trigger_id, view: modal("First") });
      Object.assign(found, { client, hash: opened.view?.hash });
    });
    app.view("recover", ({ ack }) => ack({ response_action: "errors", errors: { why: "No." } }));
  });
  const { olga, view } = await openModal(bot);
  await olga.submit(view, { why: "typed" });
  const client = await eventually(() => found.client);
  const update = (title: string) => client.views.update({ view_id: view.id, hash: found.hash, view: modal(title) });

  expect((await update("Second")).view?.state).toMatchObject({ values: { why: { text: { value: "typed" } } } });
  expect(await errorOf(update("Third"))).toMatchObject({ error: "hash_conflict" });
  expect(olga.modals()).toMatchObject([{ title: "Second", errors: {} }]);
});

test("a trigger opens one view, within 3 s, and only if Slack gave it", async () => {
  let now = 1_800_000_000_000;
  const triggers: string[] = [];
  bot = await startSocketBot(
    (app) =>
      app.command("/redis", async ({ ack, body }) => {
        triggers.push(body.trigger_id);
        await ack();
      }),
    { clock: { now: () => now } },
  );
  const { client } = bot.app;
  await bot.slack.as("olga").command("/redis recover");
  await bot.slack.as("olga").command("/redis recover");
  const [first = "", second = ""] = triggers;
  const open = (trigger_id: string) => errorOf(client.views.open({ trigger_id, view: modal("One") }));

  expect(await open(first)).toBe("no error");
  expect(await open(first)).toMatchObject({ error: "exchanged_trigger_id" });
  expect(await open("12345.98765.abcd")).toMatchObject({ error: "invalid_trigger_id" });
  now += 3_001;
  expect(await open(second)).toMatchObject({ error: "expired_trigger_id" });
});

test("two views cannot have the same external id", async () => {
  const errors: unknown[] = [];
  bot = await startSocketBot((app) => {
    app.command("/redis", async ({ ack, client, body }) => {
      await ack();
      const view = modal("One", { external_id: "recover-shop" });
      errors.push(await errorOf(client.views.open({ trigger_id: body.trigger_id, view })));
    });
  });
  await bot.slack.as("olga").command("/redis recover");
  await expect.poll(() => errors).toEqual(["no error"]);
  await bot.slack.as("vera").command("/redis recover");

  await expect.poll(() => errors).toMatchObject(["no error", { error: "duplicate_external_id" }]);
});

test("closing tells the app only where the view asks for it", async () => {
  const closed: string[] = [];
  bot = await startSocketBot((app) => {
    opens(app, modal("Recover shop", { notify_on_close: true }));
    app.view<ViewClosedAction>({ type: "view_closed", callback_id: "recover" }, async ({ ack, view, body }) => {
      closed.push(`${view.title.text} ${body.is_cleared}`);
      await ack();
    });
  });
  const { olga } = await openModal(bot);
  await olga.closeModal();

  expect(closed).toEqual(["Recover shop false"]);
  expect(olga.modals()).toEqual([]);
});

test("a view that Slack would refuse is refused with its words", async () => {
  const errors: unknown[] = [];
  bot = await startSocketBot((app) => {
    app.command("/redis", async ({ ack, client, body }) => {
      await ack();
      const view = modal("A title of more than twenty-four");
      errors.push(await errorOf(client.views.open({ trigger_id: body.trigger_id, view })));
    });
  });
  await bot.slack.as("olga").command("/redis recover");

  const messages = ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"];
  await expect.poll(() => errors).toMatchObject([{ error: "invalid_arguments", response_metadata: { messages } }]);
});

test("an external select offers what the app answers for what was typed", async () => {
  bot = await startSocketBot((app) => {
    const element = { type: "external_select", action_id: "group", min_query_length: 0 } as const;
    opens(app, modal("Pick", { blocks: [{ type: "input", block_id: "group", label: plain("Group"), element }] }));
    app.options("group", ({ ack, payload }) =>
      ack({ options: [{ text: plain(`${payload.value}-staging`), value: payload.value }] }),
    );
  });
  const { olga, view } = await openModal(bot);

  expect(await olga.options(view, "group", "shop")).toEqual([{ text: plain("shop-staging"), value: "shop" }]);
});

test("opening the Home tab tells the app, which publishes for this person only", async () => {
  bot = await startSocketBot((app) => {
    app.event("app_home_opened", async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: "home", blocks: [{ type: "header", text: plain("Your groups") }] },
      });
    });
  });
  const olga = bot.slack.as("olga");
  await olga.openHome();

  expect(await eventually(() => olga.home())).toMatchObject({ type: "home", blocks: [{ type: "header" }] });
  expect(bot.slack.as("vera").home()).toBeUndefined();
});
