import { setTimeout as sleep } from "node:timers/promises";
import { poll } from "../../sandbox/poll.ts";
import { alertChannel, type SandboxBot } from "../../sandbox/start-bot.ts";

const patienceMs = 60_000;
const askEveryMs = 1_000;
/** What it hears of a new pod it knows by its next look, every five seconds. */
const patrolMs = 6_000;

/** Resolves when the bot calls the group healthy, and has looked at it once more since. */
export async function settledBot({ slack }: SandboxBot, namespace: string): Promise<void> {
  const viewer = slack.as("viewer");
  const answers = () => viewer.messages(alertChannel).filter(({ ephemeralFor }) => ephemeralFor !== undefined);
  await poll(
    "the bot calls the group healthy",
    async () => {
      const before = answers().length;
      await viewer.command(`/redis status ${namespace}`, alertChannel);
      const answer = await poll("an answer to /redis status", () => answers()[before]);
      return answer.text.includes("is healthy");
    },
    patienceMs,
    askEveryMs,
  );
  await sleep(patrolMs);
}
