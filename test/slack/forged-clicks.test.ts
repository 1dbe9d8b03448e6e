import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { incidentMessage } from "../../src/slack/blocks/incident.ts";
import { jobMessage } from "../../src/slack/blocks/job.ts";
import { statusMessage } from "../../src/slack/blocks/status.ts";
import { type Mode, startBot } from "./bot-under-test.ts";
import { incident, job } from "./job-literals.ts";
import { lost, topologyOf } from "./literals.ts";

const status = { kind: "group", topology: topologyOf(), diagnosis: lost, degraded: [] } as const;

describe.each<Mode>(["socket", "http"])("a forged click over %s", (mode) => {
  let bot: Awaited<ReturnType<typeof startBot>>;
  beforeAll(async () => {
    bot = await startBot(mode);
  });
  afterAll(() => bot.stop());
  beforeEach(() => bot.slack.reset());
  const as = (user: string) => bot.slack.as(user);

  test.each(["", "k2m4n5p6; drop", "../../etc", "K".repeat(2000), "🙂".repeat(8)])(
    "a forged value %j reaches no flow and is answered",
    async (value) => {
      bot.setFlows({});
      const messages = [
        [await bot.post(jobMessage(job())), ["Approve and run", "Reject"]],
        [
          await bot.post(incidentMessage({ incident: incident({ diagnosis: lost }), jobs: [job()] })),
          ["Acknowledge", "Show job"],
        ],
      ] as const;
      for (const [message, buttons] of messages) {
        for (const button of buttons) {
          const answer = await bot.answerTo("olga", () => as("olga").click(message, button, { value }));
          expect(answer.text).toContain("another version of the bot");
        }
      }
    },
  );

  test("a forged group reaches no flow, and does not replace what was clicked", async () => {
    bot.setFlows({});
    const message = await bot.post(statusMessage(status));
    for (const button of ["Recover…", "Refresh", "Share in channel"]) {
      const answer = await bot.answerTo("olga", () => as("olga").click(message, button, { value: "a b/c/d" }));
      expect(answer.text).toContain("another version of the bot");
    }
    expect(bot.seenBy("vera")).toEqual([message]);
  });
});
