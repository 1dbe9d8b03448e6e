import type { App } from "@slack/bolt";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { startBrowser } from "../sandbox/browser.ts";
import { startSocketBot, type TestBot } from "../sandbox/slack/bolt-app.ts";
import { buildPage } from "../sandbox/slack/page/build-page.ts";
import type { SlackSettings } from "../sandbox/slack/settings.ts";

const users = [
  { id: "U1", name: "operator", about: "may ask for repairs" },
  { id: "U2", name: "approver", about: "may approve them" },
  { id: "U3", name: "viewer", about: "may look" },
];

const deadlineMs = 10_000;
// A browser that starts keeps the machine busy.
const patientPingMs = 5_000;

export type OpenPage = {
  readonly bot: TestBot;
  readonly page: Page;
  /** The message box of the channel that is open. */
  readonly box: Locator;
  /** Types a line into the message box and sends it by Enter. */
  readonly type: (line: string) => Promise<void>;
  /** Waits until a message on the page holds these words. */
  readonly said: (words: string) => Promise<void>;
  /** What the browser complained of, and what was asked of anybody but the sandbox. Nothing, one hopes. */
  readonly troubles: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** A small Bolt bot in the sandbox's Slack, and its page in Chromium: for one test file, one page after the other. */
export function createPages() {
  let browser: Promise<Browser> | undefined;
  let files: ReturnType<typeof buildPage> | undefined;
  const opened: OpenPage[] = [];
  return {
    async open(
      register: (app: App) => void,
      settings: Partial<SlackSettings> = {},
      options: BrowserContextOptions = {},
    ): Promise<OpenPage> {
      browser ??= startBrowser();
      files ??= buildPage();
      const bot = await startSocketBot(register, { users, page: await files, ...settings }, patientPingMs);
      const page = await (await browser).newPage({ viewport: { width: 1280, height: 800 }, ...options });
      page.setDefaultTimeout(deadlineMs);
      const one = openPage(bot, page);
      opened.push(one);
      await page.goto(bot.slack.url);
      await one.box.waitFor();
      return one;
    },
    /** Closes the pages and their bots; what troubled them. */
    async closeAll(): Promise<readonly string[]> {
      const pages = opened.splice(0);
      for (const page of pages) await page.close();
      return pages.flatMap((page) => page.troubles());
    },
    async stop(): Promise<void> {
      await (await browser)?.close();
    },
  };
}

function openPage(bot: TestBot, page: Page): OpenPage {
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("console", (line) => {
    if (["error", "warning"].includes(line.type()) && !isExpected(line.text())) troubles.push(line.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(bot.slack.url) && !url.startsWith("data:")) troubles.push(`asked elsewhere: ${url}`);
  });
  const box = page.locator("main .composer-box");
  return {
    bot,
    page,
    box,
    async type(line) {
      await box.fill(line);
      await box.press("Enter");
    },
    said: (words) => page.getByRole("article").getByText(words).first().waitFor(),
    troubles: () => troubles,
    async close() {
      await page.close();
      await bot.stop();
    },
  };
}

// The browser writes each answer of 4xx as an error, also those that the page shows as the reason of a refusal.
function isExpected(line: string): boolean {
  return line.includes("status of 409");
}
