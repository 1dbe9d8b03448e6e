import type { Flows } from "../../src/flows/flows.ts";
import type { Clock } from "../../src/flows/ports.ts";
import type { Message } from "../../src/slack/blocks/message.ts";
import { registerBot } from "../../src/slack/bot.ts";
import { createConnection } from "../../src/slack/receiver.ts";
import { systemClock } from "../../src/system-clock.ts";
import { eventually } from "../eventually.ts";
import { createFakeLog } from "../fakes/log.ts";
import { freePort } from "../sandbox/free-port.ts";
import { testSettings } from "../sandbox/slack/bolt-app.ts";
import type { PageMessage } from "../sandbox/slack/page-api.ts";
import { startSlack } from "../sandbox/slack/start-slack.ts";
import { flowsOf } from "./flows-of.ts";
import { nowMs } from "./literals.ts";

export type Mode = "socket" | "http";
const channel = "redis-alerts";

/** The registered bot on a sandboxed Slack, with whatever flows the test sets. */
export async function startBot(mode: Mode) {
  const slack = await startSlack(testSettings);
  const log = createFakeLog();
  const { botToken, appToken, signingSecret } = testSettings.app;
  const port = await freePort();
  const access =
    mode === "socket" ? ({ mode, appToken } as const) : ({ mode, signingSecret, port, host: "127.0.0.1" } as const);
  let sleeping = 0;
  const sleep: Clock["sleep"] = async (ms, signal) => {
    sleeping += 1;
    await systemClock.sleep(ms, signal).finally(() => {
      sleeping -= 1;
    });
  };
  const clock = { now: () => nowMs, sleep };
  const connection = createConnection({ access, botToken, apiUrl: slack.apiUrl, clock, log });
  let flows = flowsOf({});
  registerBot(connection.app, { flows: delegating(() => flows), clock, log });
  await connection.start();
  const endpoint = `http://127.0.0.1:${port}/slack/events`;
  if (mode === "http") await slack.setRequestUrl(endpoint);

  const seenBy = (user: string) => slack.as(user).messages(channel);
  const answers = (user: string) => seenBy(user).filter(({ ephemeralFor }) => ephemeralFor !== undefined);
  /** The next message that this person alone sees after the act. */
  async function answerTo(user: string, act: () => Promise<unknown>): Promise<PageMessage> {
    const before = new Set(answers(user).map(({ ts }) => ts));
    await act();
    return eventually(`an answer to ${user}`, () => answers(user).find(({ ts }) => !before.has(ts)));
  }
  return {
    slack,
    log,
    connection,
    /** Where Slack calls over signed HTTP. */
    endpoint,
    /** How many wait for a time to pass. */
    sleeping: () => sleeping,
    setFlows: (expected: Partial<Flows>) => {
      flows = flowsOf(expected);
    },
    seenBy,
    answers,
    answerTo,
    ask: (user: string, command: string) => answerTo(user, () => slack.as(user).command(command, channel)),
    /** A message of the bot's, as it stands in the channel. */
    async post(message: Message): Promise<PageMessage> {
      const { ts } = await connection.app.client.chat.postMessage({ channel: "C1", ...message });
      return eventually("it is posted", () => seenBy("olga").find((one) => one.ts === ts));
    },
    async stop() {
      await connection.stop();
      await slack.close();
    },
  };
}

function delegating(now: () => Flows): Flows {
  return {
    showStatus: (...args) => now().showStatus(...args),
    requestJob: (...args) => now().requestJob(...args),
    decideJob: (...args) => now().decideJob(...args),
    acknowledge: (...args) => now().acknowledge(...args),
    listJobs: (...args) => now().listJobs(...args),
    showJob: (...args) => now().showJob(...args),
    showAudit: (...args) => now().showAudit(...args),
    verifyAudit: (...args) => now().verifyAudit(...args),
    whoAmI: (...args) => now().whoAmI(...args),
    watchedGroups: () => now().watchedGroups(),
  };
}
