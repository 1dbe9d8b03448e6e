import type { App } from "@slack/bolt";
import type { Page } from "playwright-core";
import { afterAll, afterEach, expect, test } from "vitest";
import { createPages } from "./open-page.ts";

const pages = createPages();
afterEach(async () => expect(await pages.closeAll()).toEqual([]));
afterAll(pages.stop);

const plain = (text: string) => ({ type: "plain_text", text }) as const;
const button = (text: string, action: string) => ({ type: "button", action_id: action, text: plain(text) }) as const;

/** `/redis` posts an alert; Acknowledge replaces its buttons; Recover opens a modal. */
function alerts(app: App): void {
  const head = { type: "section" as const, text: { type: "mrkdwn" as const, text: "*redis-0* is down" } };
  const remedies = {
    type: "actions" as const,
    elements: [button("Acknowledge", "ack"), button("Recover…", "recover")],
  };
  app.command("/redis", async ({ ack, client }) => {
    await ack();
    await client.chat.postMessage({ channel: "C1", text: "redis-0 is down", blocks: [head, remedies] });
  });
  app.action("ack", async ({ ack, respond }) => {
    await ack();
    const done = { type: "context" as const, elements: [plain("acknowledged by operator")] };
    await respond({ replace_original: true, text: "redis-0 is down", blocks: [head, done] });
  });
  app.action("recover", async ({ ack, client, body }) => {
    await ack();
    if (!("trigger_id" in body)) return;
    const why = { type: "plain_text_input" as const, action_id: "why" };
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: "modal",
        callback_id: "recover",
        title: plain("Recover shop"),
        submit: plain("Recover"),
        blocks: [{ type: "input", block_id: "b", label: plain("Why"), element: why }],
      },
    });
  });
  app.view("recover", async ({ ack, client, view }) => {
    await ack();
    const why = view.state.values["b"]?.["why"]?.value;
    await client.chat.postMessage({ channel: "C1", text: `Recovery asked for: ${why}` });
  });
}

/** The accessible words of what has the focus. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
  });
}

async function tabTo(page: Page, label: string, key = "Tab"): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await focused(page)) === label) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never came to "${label}", the last was "${await focused(page)}"`);
}

test("the whole way from a command to a submitted modal goes by keyboard alone", async () => {
  const { page, said } = await pages.open(alerts);
  await tabTo(page, "Message #redis-alerts");
  await page.keyboard.type("/redis status");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Recover…" }).waitFor();

  await tabTo(page, "Recover…", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Recover shop" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await focused(page)).toBe("Recover…");

  await page.keyboard.press("Space");
  const dialog = page.getByRole("dialog", { name: "Recover shop" });
  await dialog.waitFor();
  expect(await dialog.getByRole("textbox").evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.type("master is gone");
  await page.keyboard.press("Enter");
  await said("Recovery asked for: master is gone");
});

test("the account and the thread are reached by keyboard, and Escape closes the thread", async () => {
  const { page, bot } = await pages.open(alerts);
  const { ts = "" } = await bot.app.client.chat.postMessage({ channel: "C1", text: "redis-0 is down" });
  await bot.app.client.chat.postMessage({ channel: "C1", thread_ts: ts, text: "redis-1 was elected" });
  const summary = page.getByRole("button", { name: "1 reply" });
  await summary.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("complementary", { name: "Thread" }).waitFor();
  await tabTo(page, "Reply");
  await page.keyboard.press("Escape");
  await page.getByRole("complementary", { name: "Thread" }).waitFor({ state: "detached" });
  expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);

  await page.getByRole("radio", { name: "operator" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => new URL(page.url()).searchParams.get("user")).toBe("U2");
  expect(await page.getByRole("radio", { name: "approver" }).evaluate((one) => one === document.activeElement)).toBe(
    true,
  );
});

test("where an edit takes away the button that was pressed, the focus stays at its message", async () => {
  const { page, type, said } = await pages.open(alerts);
  await type("/redis status");
  await page.getByRole("button", { name: "Acknowledge" }).focus();
  await page.keyboard.press("Enter");
  await said("acknowledged by operator");
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("ARTICLE");
});

test("new messages of others are announced", async () => {
  const { page, bot } = await pages.open(alerts);
  const live = page.locator("[data-announcer]");
  expect([await live.getAttribute("aria-live"), await live.textContent()]).toEqual(["polite", ""]);
  await bot.app.client.chat.postMessage({ channel: "C1", text: "redis-0 &lt;master&gt; is down" });
  await expect.poll(() => live.textContent()).toBe("redis-ha: redis-0 <master> is down");
});

test("what has the focus is outlined", async () => {
  const { page } = await pages.open(alerts);
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the conversation");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineWidth);
  expect(outline).toBe("3px");
});

test("the page is dark where the system is, and as chosen afterwards, also after a reload", async () => {
  const { page } = await pages.open(alerts, {}, { colorScheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await paper()).toBe("rgb(25, 27, 31)");
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(paper).toBe("rgb(255, 255, 255)");

  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  await expect.poll(paper).toBe("rgb(25, 27, 31)");
  await page.reload();
  await expect.poll(paper).toBe("rgb(25, 27, 31)");
});

test("words and controls have enough contrast in both themes", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const { page } = await pages.open(alerts, {}, { colorScheme });
    const pairs = [
      ["--ink", "--paper"],
      ["--ink-soft", "--paper"],
      ["--ink-soft", "--raised"],
      ["--link", "--paper"],
      ["--code-ink", "--code-paper"],
      ["--mention-ink", "--mention-paper"],
      ["--ill", "--ill-paper"],
      ["--well", "--well-paper"],
      ["--sidebar-soft", "--sidebar"],
    ];
    const low = [];
    for (const [ink = "", paper = ""] of pairs) {
      const ratio = await contrast(page, ink, paper);
      if (ratio < 4.5) low.push(`${colorScheme}: ${ink} on ${paper} is ${ratio.toFixed(2)}`);
    }
    expect(low).toEqual([]);
  }
});

/** The contrast ratio of two of the page's colours, by WCAG 2's formula. */
async function contrast(page: Page, ink: string, paper: string): Promise<number> {
  const luminances = await page.evaluate(
    (names) =>
      names.map((name) => {
        const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
        const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
        const linear = channels.map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
        return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
      }),
    [ink, paper],
  );
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}
