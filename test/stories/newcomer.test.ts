import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../sandbox/browser.ts";
import { poll } from "../sandbox/poll.ts";
import { accounts, alertChannel } from "../sandbox/start-bot.ts";
import { type Sandbox, sandboxNamespace, startSandbox } from "../sandbox/start-sandbox.ts";
import { takeScreenshot } from "../sandbox/take-screenshot.ts";

const patienceMs = 90_000;
const isForReadme = process.env["UPDATE_SCREENSHOTS"] !== undefined;

let sandbox: Sandbox;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  sandbox = await startSandbox({ isProtected: true, port: 0, log: () => {} });
  browser = await startBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(patienceMs);
  await openAs("operator");
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
}, 60_000);

async function openAs(account: keyof typeof accounts): Promise<void> {
  await page.goto(`${sandbox.url}/?user=${accounts[account].id}&channel=${alertChannel}`);
  await box().waitFor();
}
const box = () => page.locator("main .composer-box");
async function type(line: string): Promise<void> {
  await box().fill(line);
  await box().press("Enter");
}
const message = (words: string): Locator => page.getByRole("article").filter({ hasText: words }).last();
const fault = (title: string) =>
  page.getByRole("complementary", { name: "Sandbox" }).getByRole("button", { name: title });
/** The texts of the channel's parent messages that are alerts. */
const alerts = () =>
  sandbox.bot.slack
    .as("viewer")
    .messages(alertChannel)
    .filter(
      ({ threadTs, ephemeralFor, text }) =>
        threadTs === undefined && ephemeralFor === undefined && !text.startsWith("Job"),
    );
async function keep(name: string): Promise<void> {
  if (isForReadme) await takeScreenshot(page, name);
}

test(
  "a newcomer sees the group",
  async () => {
    await poll(
      "the group is healthy",
      async () => {
        await type(`/redis status ${sandboxNamespace}`);
        const answer = page.getByRole("article").last();
        await answer.getByText("quorum").first().waitFor();
        return (await answer.textContent())?.includes("healthy");
      },
      patienceMs,
      1000,
    );
    const answer = page.getByRole("article").last();
    const text = (await answer.textContent()) ?? "";
    for (const pod of ["redis-0", "redis-2", "redis-sentinel-1"]) expect(text).toContain(pod);
    await answer.scrollIntoViewIfNeeded();
    await keep("status");
  },
  2 * patienceMs,
);

test(
  "breaks it, and sees one thread go from trouble to verified health",
  async () => {
    await fault("Kill the master's process").click();
    await poll("an alert", () => alerts().length === 1, patienceMs);
    await message(sandboxNamespace).scrollIntoViewIfNeeded();
    await poll("verified health", () => alerts()[0]?.text.includes("healthy, verified"), patienceMs);
    expect(alerts()).toHaveLength(1);
    await message("healthy, verified")
      .getByRole("button", { name: /repl|thread/i })
      .first()
      .click();
    await page.getByRole("complementary", { name: "Thread" }).getByText("+switch-master").first().waitFor();
    await keep("alert");
    await page.getByRole("button", { name: "Close thread" }).click();
  },
  2 * patienceMs,
);

test(
  "loses everything, reads the plan, is told that another person must approve, and sees it repaired",
  async () => {
    await fault("Delete all pods at once").click();
    await poll("a second alert", () => alerts().length === 2, patienceMs);
    const job = await poll(
      "a plan for the group's last state",
      async () => {
        await type(`/redis recover ${sandboxNamespace}`);
        const jobs = sandbox.bot.slack
          .as("viewer")
          .messages(alertChannel)
          .filter(({ text }) => text.startsWith("Job") && text.includes("awaiting-approval"));
        const last = jobs.at(-1);
        return last !== undefined && !JSON.stringify(last.blocks).includes("decided without it") ? last : undefined;
      },
      patienceMs,
      3000,
    );
    await openAs("operator");
    await alertThread();
    const plan = inThread("What would be lost");
    await plan.waitFor();
    await plan.scrollIntoViewIfNeeded();
    await keep("plan");
    await approve();
    await page.getByText("is protected").first().waitFor();

    await openAs("approver");
    await alertThread();
    await approve();
    await poll(
      "the job is done",
      () =>
        sandbox.bot.slack
          .as("viewer")
          .messages(alertChannel)
          .some(({ ts, text }) => ts === job.ts && text.includes(": done.")),
      patienceMs,
    );
    await poll("verified health", () => alerts()[1]?.text.includes("healthy, verified"), patienceMs);
    await inThread("verified healthy").scrollIntoViewIfNeeded();
    await keep("repaired");
  },
  4 * patienceMs,
);

test(
  "reads who did what",
  async () => {
    await openAs("viewer");
    await type("/redis audit");
    const answer = message("Audit log");
    await answer.getByText("REPLICAOF NO ONE").first().waitFor();
    await answer.scrollIntoViewIfNeeded();
    await keep("audit");
  },
  2 * patienceMs,
);

async function alertThread(): Promise<void> {
  await page
    .getByRole("article")
    .filter({ hasText: sandboxNamespace })
    .getByRole("button", { name: /repl|thread/i })
    .last()
    .click();
  await page.getByRole("complementary", { name: "Thread" }).waitFor();
}

function inThread(words: string): Locator {
  return page.getByRole("complementary", { name: "Thread" }).getByRole("article").filter({ hasText: words }).last();
}

async function approve(): Promise<void> {
  await page
    .getByRole("complementary", { name: "Thread" })
    .getByRole("button", { name: "Approve and run" })
    .last()
    .click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Run it" }).click();
}
