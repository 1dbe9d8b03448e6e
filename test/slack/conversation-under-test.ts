import type { Clock } from "../../src/flows/ports.ts";
import { createSlackClient } from "../../src/slack/client.ts";
import { createConversation } from "../../src/slack/conversation.ts";
import { createFakeLog } from "../fakes/log.ts";
import { testSettings } from "../sandbox/slack/bolt-app.ts";
import { startSlack } from "../sandbox/slack/start-slack.ts";

/** A clock on which whoever sleeps wakes at once, that much later; `sleeps` keeps for how long. */
export function createLeapingClock(): Clock & { readonly sleeps: readonly number[] } {
  let nowMs = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => nowMs,
    sleep: async (ms) => {
      sleeps.push(ms);
      nowMs += ms;
    },
  };
}

/** The real adapter on a sandboxed Slack; `C1` unless told otherwise. */
export async function startConversation({
  clock = createLeapingClock(),
  channel = "C1",
}: {
  readonly clock?: Clock;
  readonly channel?: string;
} = {}) {
  const slack = await startSlack(testSettings);
  const client = createSlackClient(testSettings.app.botToken, slack.apiUrl);
  const conversation = createConversation({ client, channel: () => channel, clock, log: createFakeLog() });
  const calls = (method: string) => slack.calls().filter((call) => call.method === method);
  return { slack, client, conversation, calls, stop: slack.close };
}
