import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DecideJob, Flows } from "../../src/flows/flows.ts";
import { incidentMessage } from "../../src/slack/blocks/incident.ts";
import { jobMessage } from "../../src/slack/blocks/job.ts";
import { eventually } from "../eventually.ts";
import { type Mode, startBot } from "./bot-under-test.ts";
import { incident, job } from "./job-literals.ts";
import { lost } from "./literals.ts";

describe.each<Mode>(["socket", "http"])("a decision over %s", (mode) => {
  let bot: Awaited<ReturnType<typeof startBot>>;
  beforeAll(async () => {
    bot = await startBot(mode);
  });
  afterAll(() => bot.stop());
  beforeEach(() => bot.slack.reset());
  const as = (user: string) => bot.slack.as(user);

  test("Approve is acknowledged only once the decision is stored", async () => {
    const stored = Promise.withResolvers<Awaited<ReturnType<DecideJob>>>();
    const asked: unknown[] = [];
    bot.setFlows({
      decideJob: (...args) => {
        asked.push(args);
        return stored.promise;
      },
    });
    const message = await bot.post(jobMessage(job()));
    let isAcked = false;
    const click = as("olga")
      .click(message, "Approve and run")
      .then((acked) => {
        isAcked = acked;
      });
    await eventually("the flow is asked", () => asked.length === 1);
    expect(isAcked).toBe(false);
    stored.resolve({ kind: "decided", job: job({ state: "approved" }) });
    await click;
    expect(isAcked).toBe(true);
    expect(asked).toEqual([[{ id: "U1", name: "olga" }, "k2m4n5p6", "approve"]]);
    await eventually("it is told", () =>
      bot.answers("olga").find(({ text }) => text.includes("is approved and starts now")),
    );
  });

  test("a store that is slow is told of in time, without a claim, and then what came of it", async () => {
    const stored = Promise.withResolvers<Awaited<ReturnType<DecideJob>>>();
    bot.setFlows({ decideJob: () => stored.promise });
    const message = await bot.post(jobMessage(job()));
    expect(await as("olga").click(message, "Approve and run")).toBe(true);
    const texts = () => bot.answers("olga").map(({ text }) => text);
    await eventually("it says that it waits", () => texts()[0]?.includes("*not stored yet*"));
    expect(texts()).toHaveLength(1);
    stored.resolve({ kind: "decided", job: job({ state: "approved" }) });
    await eventually("it is told", () => texts()[1]?.includes("is approved and starts now"));
    expect(as("olga").notices()).toEqual([]);
  });

  test("the same click twice is one decision, and the second is told who was first", async () => {
    const by = { kind: "user", id: "U1", name: "olga" } as const;
    let decisions = 0;
    bot.setFlows({
      decideJob: async () => {
        decisions += 1;
        const now = job({ state: "approved", decidedBy: by });
        return decisions === 1 ? { kind: "decided", job: now } : { kind: "already", job: now };
      },
    });
    const message = await bot.post(jobMessage(job()));
    await Promise.all([as("olga").click(message, "Approve and run"), as("olga").click(message, "Approve and run")]);
    const texts = await eventually("both are answered", () => {
      const found = bot.answers("olga").map(({ text }) => text);
      return found.length === 2 && found;
    });
    expect(texts.filter((text) => text.includes("approved and starts now"))).toHaveLength(1);
    expect(texts.filter((text) => text.includes("already (decided by @olga)"))).toHaveLength(1);
  });

  test.each<[string, Partial<Flows>, string]>([
    [
      "Reject",
      { decideJob: async () => ({ kind: "decided", job: job({ state: "rejected" }) }) },
      "is rejected; nothing was touched",
    ],
    ["Reject", { decideJob: async () => ({ kind: "unknown-job" }) }, "There is no job `k2m4n5p6` any more."],
    [
      "Approve and run",
      { decideJob: async () => ({ kind: "not-allowed", reason: "You asked for it." }) },
      "not allowed: You asked for it.",
    ],
    ["Approve and run", { decideJob: () => Promise.reject(new Error("x")) }, "Internal error, reference"],
  ])("%s is answered to the clicker alone (%#)", async (button, flows, words) => {
    bot.setFlows(flows);
    const message = await bot.post(jobMessage(job()));
    const answer = await bot.answerTo("olga", () => as("olga").click(message, button));
    expect(answer.text).toContain(words);
  });

  test.each<[Awaited<ReturnType<Flows["acknowledge"]>>, string]>([
    [{ kind: "already", by: "vera" }, "@vera has acknowledged it already."],
    [{ kind: "unknown-incident" }, "not open any more"],
    [{ kind: "not-allowed", reason: "no" }, "not allowed: no"],
  ])("Acknowledge that changes nothing says why (%#)", async (outcome, words) => {
    bot.setFlows({ acknowledge: async () => outcome });
    const message = await bot.post(incidentMessage({ incident: incident({ diagnosis: lost }), jobs: [] }));
    expect((await bot.answerTo("vera", () => as("vera").click(message, "Acknowledge"))).text).toContain(words);
  });
});
