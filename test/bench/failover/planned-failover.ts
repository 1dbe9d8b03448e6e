import { poll } from "../../sandbox/poll.ts";
import type { PageMessage } from "../../sandbox/slack/page-api.ts";
import { alertChannel } from "../../sandbox/start-bot.ts";
import { type Made, NotHere, type Stage } from "./fault.ts";
import { monotonicNow } from "./recording.ts";

/** A person types `/redis failover`, reads the plan, and approves it; the fault begins with the click. */
export async function askForFailover({ bot, group }: Stage): Promise<Made> {
  if (bot === undefined) throw new NotHere("the bot is down");
  const operator = bot.slack.as("operator");
  const seen = new Set(operator.messages(alertChannel).map(({ ts }) => ts));
  await operator.command(`/redis failover ${group.namespace}`, alertChannel);
  const answer = await poll("an answer to /redis failover", () =>
    operator.messages(alertChannel).find(({ ts, text }) => !seen.has(ts) && isAnswer(text)),
  );
  if (!answer.text.startsWith("Job")) throw new NotHere(`the bot said: ${answer.text}`);
  const at = monotonicNow();
  await operator.click(answer, "Approve and run");
  await poll("the job is over", () => outcome(operator.messages(alertChannel), answer), 60_000);
  return { at };
}

function isAnswer(text: string): boolean {
  return text.startsWith("Job") || /failover/i.test(text);
}

function outcome(messages: readonly PageMessage[], job: PageMessage): boolean {
  const text = messages.find(({ ts }) => ts === job.ts)?.text ?? "";
  if (/: (failed|outdated)/.test(text)) throw new Error(text);
  return /: done/.test(text);
}
