import type { App, BlockAction } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import { afterAll, afterEach, expect, test } from "vitest";
import { eventually } from "../sandbox/slack/bolt-app.ts";
import { createPages } from "./open-page.ts";

const pages = createPages();
afterEach(async () => expect(await pages.closeAll()).toEqual([]));
afterAll(pages.stop);

const plain = (text: string) => ({ type: "plain_text", text }) as const;
const option = (text: string, value: string) => ({ text: plain(text), value });

/** Keeps every click; posts the blocks on `/redis`. */
function posts(blocks: KnownBlock[], clicks: BlockAction[] = []) {
  return (app: App) => {
    app.command("/redis", async ({ ack, client }) => {
      await ack();
      await client.chat.postMessage({ channel: "C1", text: "a plan", blocks });
    });
    app.action<BlockAction>(/./, async ({ ack, body, respond }) => {
      await ack();
      clicks.push(body);
      await respond({ text: `${body.user.username ?? ""} did it`, replace_original: false });
    });
  };
}

const recover: KnownBlock[] = [
  { type: "section", text: { type: "mrkdwn", text: "*Plan* for shop" } },
  {
    type: "actions",
    block_id: "remedies",
    elements: [
      {
        type: "button",
        action_id: "approve",
        text: plain("Approve"),
        value: "j1",
        style: "danger",
        confirm: {
          title: plain("Approve this?"),
          text: { type: "mrkdwn", text: "*redis-1* becomes master." },
          confirm: plain("Approve it"),
          deny: plain("Leave it"),
        },
      },
      {
        type: "static_select",
        action_id: "group",
        placeholder: plain("Choose a group"),
        options: [option("shop", "strathberry-staging"), option("till", "till")],
      },
      {
        type: "overflow",
        action_id: "more",
        options: [option("Silence 1 h", "silence"), option("Hand over", "hand-over")],
      },
      {
        type: "checkboxes",
        action_id: "also",
        options: [option("Sentinels too", "sentinels"), option("Dry run", "dry")],
      },
    ],
  },
];

test("a button with a question acts only when the answer is yes", async () => {
  const clicks: BlockAction[] = [];
  const { page, type, said } = await pages.open(posts(recover, clicks));
  await type("/redis recover");
  const approve = page.getByRole("button", { name: "Approve" });
  await approve.click();
  const dialog = page.getByRole("alertdialog", { name: "Approve this?" });
  await dialog.getByRole("button", { name: "Leave it" }).click();
  expect([await dialog.count(), clicks]).toEqual([0, []]);

  await approve.click();
  await dialog.getByRole("button", { name: "Approve it" }).click();
  await said("operator did it");
  expect(clicks).toMatchObject([
    {
      user: { id: "U1" },
      channel: { id: "C1" },
      actions: [{ type: "button", action_id: "approve", block_id: "remedies", value: "j1" }],
      state: { values: { remedies: { group: { type: "static_select", selected_option: null } } } },
    },
  ]);
});

test("a choice is told to the app with everything chosen so far", async () => {
  const clicks: BlockAction[] = [];
  const { page, type } = await pages.open(posts(recover, clicks));
  await type("/redis recover");
  await page.getByRole("checkbox", { name: "Dry run" }).check();
  await eventually(() => clicks[0]);
  await page.getByRole("combobox", { name: "Choose a group" }).selectOption("shop");
  await eventually(() => clicks[1]);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Hand over" }).click();
  await eventually(() => clicks[2]);

  const shop = { text: { text: "shop" }, value: "strathberry-staging" };
  expect(clicks).toMatchObject([
    { actions: [{ action_id: "also", selected_options: [{ value: "dry" }] }] },
    { actions: [{ action_id: "group", selected_option: shop }] },
    {
      actions: [{ action_id: "more", selected_option: { value: "hand-over" } }],
      state: { values: { remedies: { group: { selected_option: shop }, also: { selected_options: [{}] } } } },
    },
  ]);
});

test("an external select shows what the app offers for what is typed", async () => {
  const clicks: BlockAction[] = [];
  const group: KnownBlock = {
    type: "section",
    text: plain("Which one?"),
    accessory: { type: "external_select", action_id: "find", placeholder: plain("Find a group"), min_query_length: 0 },
  };
  const { page, type } = await pages.open((app) => {
    posts([group], clicks)(app);
    app.options("find", async ({ ack, payload }) => {
      const found = ["shop", "till"].filter((name) => name.startsWith(payload.value));
      await ack({ options: found.map((name) => option(name, name)) });
    });
  });
  await type("/redis status");
  const find = page.getByRole("combobox", { name: "Find a group" });
  await find.click();
  await page.getByRole("option", { name: "shop" }).waitFor();
  await find.pressSequentially("ti");
  await expect.poll(() => page.getByRole("option").allTextContents()).toEqual(["till"]);
  await find.press("Enter");
  const click = await eventually(() => clicks[0]);
  expect(click.actions).toMatchObject([{ action_id: "find", selected_option: { value: "till" } }]);
  expect(await find.inputValue()).toBe("till");
});

test("the Home tab is published when it is opened, and its buttons act", async () => {
  const clicks: BlockAction[] = [];
  const { page } = await pages.open((app) => {
    app.event("app_home_opened", async ({ client, event }) => {
      await client.views.publish({ user_id: event.user, view: { type: "home", blocks: recover } });
    });
    app.action<BlockAction>(/./, async ({ ack, body }) => {
      await ack();
      clicks.push(body);
    });
  });
  await page.getByRole("button", { name: "redis-ha" }).click();
  const home = page.getByRole("region", { name: "Home of redis-ha" });
  await home.getByText("for shop").waitFor();
  await home.getByRole("combobox").selectOption("till");
  const click = await eventually(() => clicks[0]);
  expect(click).toMatchObject({ container: { type: "view" }, actions: [{ selected_option: { value: "till" } }] });
  await page.getByRole("button", { name: "Messages" }).click();
  await page.getByRole("textbox", { name: "Message redis-ha" }).waitFor();
});
