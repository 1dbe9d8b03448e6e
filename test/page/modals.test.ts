import type { App, BlockAction, ViewSubmitAction } from "@slack/bolt";
import type { Button, ModalView } from "@slack/types";
import { afterAll, afterEach, expect, test } from "vitest";
import { createPages } from "./open-page.ts";

const pages = createPages();
afterEach(async () => expect(await pages.closeAll()).toEqual([]));
afterAll(pages.stop);

const plain = (text: string) => ({ type: "plain_text", text }) as const;
const option = (text: string, value: string) => ({ text: plain(text), value });

const forced: Button = {
  type: "button",
  action_id: "force",
  text: plain("Force"),
  confirm: { title: plain("Force it?"), text: plain("Writes are lost."), confirm: plain("Force"), deny: plain("No") },
};

const modal = (title: string): ModalView => ({
  type: "modal",
  callback_id: "recover",
  title: plain(title),
  submit: plain("Recover"),
  close: plain("Not now"),
  blocks: [
    {
      type: "input",
      block_id: "name",
      label: plain("Type the group's name"),
      hint: plain("It is written above."),
      element: { type: "plain_text_input", action_id: "text" },
    },
    {
      type: "input",
      block_id: "master",
      label: plain("New master"),
      element: {
        type: "radio_buttons",
        action_id: "pod",
        options: [option("redis-1", "redis-1"), option("redis-2", "redis-2")],
        initial_option: option("redis-1", "redis-1"),
      },
    },
    {
      type: "actions",
      block_id: "more",
      elements: [{ type: "button", action_id: "explain", text: plain("Explain") }, forced],
    },
  ],
});

function opensModal(submitted: ViewSubmitAction[]) {
  return (app: App) => {
    app.command("/redis", async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal("Recover shop") });
    });
    app.action<BlockAction>("explain", async ({ ack, client, body }) => {
      await ack();
      const blocks = [{ type: "section" as const, text: plain("It has the highest offset.") }];
      await client.views.push({
        trigger_id: body.trigger_id,
        view: { type: "modal", title: plain("Why redis-1"), blocks },
      });
    });
    app.view<ViewSubmitAction>("recover", async ({ ack, body, view }) => {
      submitted.push(body);
      const name = view.state.values["name"]?.["text"]?.value;
      if (name === "shop") await ack();
      else await ack({ response_action: "errors", errors: { name: `"${name}" is not this group's name` } });
    });
  };
}

test("a modal shows what is wrong, at the place that is wrong, and closes when it is right", async () => {
  const submitted: ViewSubmitAction[] = [];
  const { page, type } = await pages.open(opensModal(submitted));
  await type("/redis recover");
  const dialog = page.getByRole("dialog", { name: "Recover shop" });
  const name = dialog.getByRole("textbox", { name: "Type the group's name" });
  await dialog.getByRole("button", { name: "Recover" }).click();
  await dialog.getByText("Please complete this required field.").waitFor();
  expect([submitted, await name.evaluate((element) => element === document.activeElement)]).toEqual([[], true]);

  await name.fill("till");
  await name.press("Enter");
  await dialog.getByText('"till" is not this group\'s name').waitFor();
  expect(await name.getAttribute("aria-invalid")).toBe("true");
  await name.fill("shop");
  await dialog.getByRole("radio", { name: "redis-2" }).check();
  await dialog.getByRole("button", { name: "Recover" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(submitted.at(-1)?.view.state.values).toMatchObject({
    name: { text: { type: "plain_text_input", value: "shop" } },
    master: { pod: { type: "radio_buttons", selected_option: { value: "redis-2" } } },
  });
});

test("a modal on top of another gives way to what was typed below", async () => {
  const { page, type, bot } = await pages.open(opensModal([]));
  await type("/redis recover");
  const name = page.getByRole("textbox", { name: "Type the group's name" });
  await name.fill("sho");
  await page.getByRole("button", { name: "Explain" }).click();
  await page.getByRole("dialog", { name: "Why redis-1" }).getByText("It has the highest offset.").waitFor();
  expect(await name.isVisible()).toBe(false);

  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Recover shop" }).waitFor();
  expect(await name.inputValue()).toBe("sho");
  await page.getByRole("button", { name: "Not now" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(bot.slack.as("operator").modals()).toEqual([]);
});

test("Escape in a question closes the question, and leaves the modal around it", async () => {
  const { page, type } = await pages.open(opensModal([]));
  await type("/redis recover");
  await page.getByRole("button", { name: "Force" }).click();
  await page.getByRole("alertdialog", { name: "Force it?" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").waitFor({ state: "detached" });
  expect(await page.getByRole("dialog", { name: "Recover shop" }).isVisible()).toBe(true);
  expect(await page.getByRole("button", { name: "Force" }).evaluate((one) => one === document.activeElement)).toBe(
    true,
  );
});

test("a modal that the app changes keeps what was typed", async () => {
  const { page, type, bot } = await pages.open(opensModal([]));
  await type("/redis recover");
  const name = page.getByRole("textbox", { name: "Type the group's name" });
  await name.fill("shop");
  const [open] = bot.slack.as("operator").modals();
  await bot.app.client.views.update({ view_id: open?.id ?? "", view: modal("Recover shop now") });
  await page.getByRole("dialog", { name: "Recover shop now" }).waitFor();
  expect(await name.inputValue()).toBe("shop");
});
