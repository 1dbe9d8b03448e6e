import type { App } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import { afterAll, afterEach, expect, test } from "vitest";
import { createPages } from "./open-page.ts";

const pages = createPages();
afterEach(async () => expect(await pages.closeAll()).toEqual([]));
afterAll(pages.stop);

const nothing = (_app: App) => {};
const mrkdwn = (text: string): KnownBlock => ({ type: "section", text: { type: "mrkdwn", text } });
const raw = (text: string) => ({ type: "raw_text", text }) as const;

async function post(blocks: KnownBlock[]) {
  const opened = await pages.open(nothing, {}, { timezoneId: "UTC" });
  await opened.bot.app.client.chat.postMessage({ channel: "C1", text: "fallback", blocks });
  const message = opened.page.getByRole("article");
  await message.waitFor();
  return { ...opened, message };
}

test("marks, mentions, dates, links and emoji in a section are drawn as what they are", async () => {
  const { message } = await post([
    mrkdwn(
      ":red_circle: *redis-0* is down since <!date^1763900000^{time_secs}|long ago>, _says_ <@U2> of <!subteam^S1> in <#C1>, ~up~ <https://redis.io/x?a=1&amp;b=2|see>",
    ),
  ]);
  expect(await message.locator(".section-block").textContent()).toBe(
    ":red_circle: redis-0 is down since 12:13:20, says @approver of @dba in #redis-alerts, up see",
  );
  expect(await message.locator("strong").last().textContent()).toBe("redis-0");
  expect(await message.getByRole("img", { name: "red circle" }).count()).toBe(1);
  expect(await message.getByRole("link", { name: "see" }).getAttribute("href")).toBe("https://redis.io/x?a=1&b=2");
});

test("a command in a code block keeps its lines, and nothing in it is a mark", async () => {
  const { message } = await post([
    mrkdwn("Would run:\n```kubectl exec redis-1 -- redis-cli *x*\n# and then :x: &lt;wait&gt;```\nand check."),
  ]);
  expect(await message.locator("pre").textContent()).toBe(
    "kubectl exec redis-1 -- redis-cli *x*\n# and then :x: <wait>",
  );
  expect(await message.locator("p").allTextContents()).toEqual(["Would run:", "and check."]);
});

test("a table has its header, its alignment and its cells", async () => {
  const { message } = await post([
    {
      type: "table",
      column_settings: [{ align: "left" }, { align: "right" }],
      rows: [
        [raw("Pod"), raw("Offset")],
        [raw("redis-1"), raw("12,044")],
      ],
    },
  ]);
  expect(await message.getByRole("columnheader").allTextContents()).toEqual(["Pod", "Offset"]);
  const offset = message.getByRole("cell", { name: "12,044" });
  expect(await offset.evaluate((cell) => getComputedStyle(cell).textAlign)).toBe("right");
});

test("a picture from elsewhere is its words, since the page asks nobody else", async () => {
  const { message } = await post([
    { type: "image", image_url: "https://example.com/lag.png", alt_text: "Replication lag" },
  ]);
  expect(await message.textContent()).toContain("Image: Replication lag");
});

test("headers, fields, context, rich text, plans and Markdown have their places", async () => {
  const section = (text: string) => ({
    type: "rich_text_section" as const,
    elements: [{ type: "text" as const, text }],
  });
  const { message } = await post([
    { type: "header", text: { type: "plain_text", text: "Recover shop" } },
    { type: "section", fields: ["*Quorum*\n2 of 3", "*Master*\nredis-1"].map((text) => ({ type: "mrkdwn", text })) },
    { type: "divider" },
    {
      type: "rich_text",
      elements: [
        { type: "rich_text_list", style: "ordered", elements: [section("stop"), section("promote")] },
        { type: "rich_text_preformatted", elements: [{ type: "text", text: "SENTINEL CKQUORUM shop" }] },
      ],
    },
    {
      type: "plan",
      title: "Steps",
      tasks: [{ type: "task_card", task_id: "t1", title: "Promote redis-1", status: "complete" }],
    },
    { type: "markdown", text: "**Done** in `6 s`" },
    { type: "context", elements: [{ type: "mrkdwn", text: "by <@U1>" }] },
  ]);
  expect(await message.getByRole("heading", { name: "Recover shop" }).count()).toBe(1);
  expect(await message.locator(".section-fields > div").allTextContents()).toEqual([
    "Quorum\n2 of 3",
    "Master\nredis-1",
  ]);
  expect(await message.getByRole("separator").count()).toBe(1);
  expect(await message.getByRole("list").last().getByRole("listitem").allTextContents()).toEqual(["stop", "promote"]);
  expect(await message.locator("pre").textContent()).toBe("SENTINEL CKQUORUM shop");
  expect(await message.getByText("Promote redis-1").isVisible()).toBe(true);
  expect(await message.locator(".slack_blocks_to_jsx__markdown_block").textContent()).toBe("Done in 6 s");
  expect(await message.getByText("by @operator").isVisible()).toBe(true);
});
