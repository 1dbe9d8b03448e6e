import { setTimeout as sleep } from "node:timers/promises";
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { registerBot } from "../../src/slack/bot.ts";
import { createConnection, type SlackAccess } from "../../src/slack/receiver.ts";
import { systemClock as clock } from "../../src/system-clock.ts";
import { createFakeLog } from "../fakes/log.ts";
import { freePort } from "../sandbox/free-port.ts";
import { type Slack, startSlack } from "../sandbox/slack/start-slack.ts";
import { startBotCore } from "./bot-core.ts";
import { byTurns, type Figure, quantile, timed } from "./measure.ts";

const tokens = { botToken: "xoxb-bench", appToken: "xapp-bench", signingSecret: "bench-signing-secret" };
type Mode = SlackAccess["mode"];
type Listening = { readonly slack: Slack; readonly stop: () => Promise<void> };

/** From typing `/redis help` to Slack's receipt of the acknowledgement, against a bare Bolt app that only acknowledges. */
export async function benchAck(): Promise<readonly Figure[]> {
  const core = await startBotCore();
  try {
    return [...(await inMode("socket", core)), ...(await inMode("http", core))];
  } finally {
    await core.close();
  }
}

async function inMode(mode: Mode, core: Awaited<ReturnType<typeof startBotCore>>): Promise<readonly Figure[]> {
  const bot = await listen(mode, (access, apiUrl) => startOurs(access, apiUrl, core));
  const bare = await listen(mode, startBare);
  try {
    return [...(await atOnce(mode, 1, 300, bot, bare)), ...(await atOnce(mode, 32, 40, bot, bare))];
  } finally {
    await bot.stop();
    await bare.stop();
  }
}

async function atOnce(
  mode: Mode,
  count: number,
  rounds: number,
  bot: Listening,
  bare: Listening,
): Promise<readonly Figure[]> {
  const samples = { bot: [] as number[], bare: [] as number[] };
  const round = async (who: "bot" | "bare", { slack }: Listening) => {
    const times = await Promise.all(
      Array.from({ length: count }, () => timed(() => slack.as("olga").command("/redis help"))),
    );
    samples[who].push(...times);
    return 0;
  };
  // Once for the compiler.
  for (let i = 0; i < 20; i += 1) await Promise.all([round("bot", bot), round("bare", bare)]);
  samples.bot.length = 0;
  samples.bare.length = 0;
  await byTurns(
    rounds,
    () => round("bot", bot),
    () => round("bare", bare),
  );
  const figure = (share: number, word: string, goal: number): Figure => ({
    name: `slash ack, ${mode}, ${count} at once, ${word}, against a bare Bolt app`,
    ours: quantile(samples.bot, share),
    floor: quantile(samples.bare, share),
    unit: "ms",
    goal,
  });
  return [figure(0.5, "median", 1.1), figure(0.99, "p99", 1.2)];
}

type Starter = (access: SlackAccess, apiUrl: string) => Promise<() => Promise<void>>;

async function listen(mode: Mode, start: Starter): Promise<Listening> {
  const slack = await startSlack({
    users: [{ id: "U1", name: "olga", about: "operator" }],
    channels: [{ id: "C1", name: "redis-alerts", topic: "" }],
    app: { name: "bench", ...tokens, commands: ["/redis"] },
    rates: "off",
  });
  const port = await freePort();
  const access: SlackAccess =
    mode === "socket"
      ? { mode, appToken: tokens.appToken }
      : { mode, signingSecret: tokens.signingSecret, port, host: "127.0.0.1" };
  const stop = await start(access, slack.apiUrl);
  if (mode === "http") await slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  return {
    slack,
    stop: async () => {
      // Every command has its answer, too: nothing is under way any more.
      const asked = () => slack.as("olga").messages("C1").length;
      for (let seen = -1; seen !== asked(); await sleep(200)) seen = asked();
      await stop();
      await slack.close();
    },
  };
}

async function startOurs(
  access: SlackAccess,
  apiUrl: string,
  { flows }: Awaited<ReturnType<typeof startBotCore>>,
): Promise<() => Promise<void>> {
  const log = createFakeLog();
  const connection = createConnection({ access, botToken: tokens.botToken, apiUrl, clock, log });
  registerBot(connection.app, { flows, clock, log });
  await connection.start();
  return connection.stop;
}

/** The peer does what ours must do as well: acknowledges, then answers. */
async function startBare(access: SlackAccess, apiUrl: string): Promise<() => Promise<void>> {
  const clientOptions = { slackApiUrl: apiUrl };
  const receiver =
    access.mode === "socket"
      ? new SocketModeReceiver({
          appToken: access.appToken,
          logLevel: LogLevel.ERROR,
          installerOptions: { clientOptions },
        })
      : new HTTPReceiver({ signingSecret: access.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: tokens.botToken,
    receiver,
    clientOptions: { slackApiUrl: apiUrl },
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
  });
  app.command("/redis", async ({ ack, respond }) => {
    await ack();
    await respond({ response_type: "ephemeral", text: "Help is on its way." });
  });
  await app.init();
  if (access.mode === "http") await app.start({ port: access.port, host: access.host });
  else await app.start();
  return async () => {
    if (receiver instanceof SocketModeReceiver) await receiver.client.disconnect();
    else await receiver.stop();
  };
}
