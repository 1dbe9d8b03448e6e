import { Redis } from "ioredis";
import { createSlackClient } from "../../src/slack/client.ts";
import { createConversation } from "../../src/slack/conversation.ts";
import { systemClock as clock } from "../../src/system-clock.ts";
import { createFakeLog } from "../fakes/log.ts";
import { poll } from "../sandbox/poll.ts";
import { type RedisGroup, startRedisGroup } from "../sandbox/redis-group.ts";
import { type Slack, startSlack } from "../sandbox/slack/start-slack.ts";
import { startBotCore } from "./bot-core.ts";
import { byTurns, type Figure, quantile } from "./measure.ts";

const rounds = 7;
const botToken = "xoxb-bench";
/** The events that open an incident, for the bare subscriber. */
const isAlarm = (channel: string) => channel === "+odown" || channel === "+switch-master";

/**
 * From the moment that a Sentinel's first alarm reaches a subscriber to Slack's receipt of the alert, against a bare
 * subscriber that posts the line it hears. Each round freezes the master of a group of its own.
 */
export async function benchAlert(): Promise<readonly Figure[]> {
  const { ours, floor } = await byTurns(rounds, withBot, withBareSubscriber);
  return [
    {
      name: "a Sentinel's publish to Slack's receipt of the alert, against a bare subscriber that posts",
      ours: quantile(ours, 0.5),
      floor: quantile(floor, 0.5),
      unit: "ms",
      goal: 2,
    },
  ];
}

async function withBot(): Promise<number> {
  const slack = await startBenchSlack();
  const conversation = createConversation({
    client: createSlackClient(botToken, slack.apiUrl),
    channel: () => "C1",
    clock,
    log: createFakeLog(),
  });
  const bot = await startBotCore({ conversation });
  try {
    await poll("the bot listens", () => bot.hears() >= 3);
    return await alarmToReceipt(bot.group, slack);
  } finally {
    await bot.close();
    await slack.close();
  }
}

async function withBareSubscriber(): Promise<number> {
  const slack = await startBenchSlack();
  const client = createSlackClient(botToken, slack.apiUrl);
  const group = await startRedisGroup();
  const subscriptions = await listenToAll(group, (channel, text) => {
    if (isAlarm(channel)) client.chat.postMessage({ channel: "C1", text: `${channel} ${text}` });
  });
  try {
    return await alarmToReceipt(group, slack);
  } finally {
    for (const one of subscriptions) one.disconnect();
    await group.close();
    await slack.close();
  }
}

async function alarmToReceipt(group: RedisGroup, slack: Slack): Promise<number> {
  let heardAt: number | undefined;
  const witnesses = await listenToAll(group, (channel) => {
    if (isAlarm(channel)) heardAt ??= preciseNow();
  });
  group.redises[0]?.freeze();
  const call = await poll("the alert is in Slack", () =>
    slack.calls().find(({ method }) => method === "chat.postMessage"),
  );
  for (const one of witnesses) one.disconnect();
  group.redises[0]?.thaw();
  return call.at - (heardAt ?? Number.NaN);
}

function listenToAll(group: RedisGroup, onEvent: (channel: string, text: string) => void): Promise<readonly Redis[]> {
  return Promise.all(
    group.sentinels.map(async ({ address }) => {
      const redis = new Redis({ ...address, enableReadyCheck: false });
      redis.on("pmessage", (_pattern, channel, text) => onEvent(channel, text));
      await redis.psubscribe("*");
      return redis;
    }),
  );
}

function startBenchSlack(): Promise<Slack> {
  return startSlack({
    users: [{ id: "U1", name: "olga", about: "operator" }],
    channels: [{ id: "C1", name: "redis-alerts", topic: "" }],
    app: {
      name: "bench",
      botToken,
      appToken: "xapp-bench",
      signingSecret: "bench-signing-secret",
      commands: ["/redis"],
    },
    clock: { now: preciseNow },
    rates: "off",
  });
}

/** Milliseconds since the epoch, with their fractions. */
function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
