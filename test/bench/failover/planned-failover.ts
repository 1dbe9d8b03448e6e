import { poll } from "../../sandbox/poll.ts";
import type { PageMessage } from "../../sandbox/slack/page-api.ts";
import { alertChannel } from "../../sandbox/start-bot.ts";
import { type Made, NotHere, type Stage } from "./fault.ts";
import { monotonicNow } from "./recording.ts";

const jobMs = 60_000;

/**
 * A person types `/redis failover`, reads the plan, and approves it; the fault begins with the click. Resolves when somebody else is
 * master: the job goes on, to prove that all is well.
 */
export async function askForFailover({ bot, group }: Stage): Promise<Made> {
  if (bot === undefined) throw new NotHere("the bot is down");
  const operator = bot.slack.as("operator");
  const seen = new Set(operator.messages(alertChannel).map(({ ts }) => ts));
  await operator.command(`/redis failover ${group.namespace}`, alertChannel);
  const answer = await poll("an answer to /redis failover", () =>
    operator.messages(alertChannel).find((message) => !seen.has(message.ts) && isAnswer(message)),
  );
  if (!answer.text.startsWith("Job")) throw new NotHere(`the bot said: ${answer.text}`);
  const before = await group.master();
  const at = monotonicNow();
  await operator.click(answer, "Approve and run");
  const over = jobIsOver(() => operator.messages(alertChannel), answer);
  // Whoever waits for the job hears of it, below or in the trial.
  over.catch(() => {});
  const isReplaced = async () => (await group.master().catch(() => before)).uid !== before.uid;
  await Promise.race([poll("somebody else is master", isReplaced, jobMs), over]);
  return { at, over };
}

function isAnswer({ text, ephemeralFor }: PageMessage): boolean {
  return text.startsWith("Job") || ephemeralFor !== undefined;
}

async function jobIsOver(messages: () => readonly PageMessage[], job: PageMessage): Promise<void> {
  await poll(
    "the job is over",
    () => {
      const text = messages().find(({ ts }) => ts === job.ts)?.text ?? "";
      if (/: (failed|outdated)/.test(text)) throw new Error(text);
      return /: done/.test(text);
    },
    jobMs,
  );
}
