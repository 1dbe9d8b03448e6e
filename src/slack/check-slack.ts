import type { WebClient } from "@slack/web-api";
import { Fault } from "../domain/fault.ts";
import { createSlackClient } from "./client.ts";
import { slackFault } from "./slack-fault.ts";

/** The channel's id, once tokens, channel and membership were seen to be right. Faults: `slack-refused`, `slack-unreachable`. */
export async function checkSlack(settings: {
  readonly client: WebClient;
  readonly channel: string;
  readonly appToken?: string;
  readonly apiUrl?: string;
}): Promise<{ readonly channel: string }> {
  const { client, channel, appToken, apiUrl } = settings;
  await ask("the bot's token (SLACK_BOT_TOKEN)", () => client.auth.test());
  if (appToken !== undefined) {
    const asApp = createSlackClient(appToken, apiUrl);
    await ask("the app's token (SLACK_APP_TOKEN)", () => asApp.apps.connections.open({}));
  }
  const id = /^[CG][A-Z0-9]+$/.test(channel) ? channel : await findChannel(client, channel.replace(/^#/, ""));
  const info = await ask(`the channel ${channel} (SLACK_CHANNEL)`, () => client.conversations.info({ channel: id }));
  if (info.channel?.is_member === true) return { channel: id };
  throw new Fault(
    "slack-refused",
    `The bot is not in ${channel} (SLACK_CHANNEL): open it in Slack and /invite the bot.`,
  );
}

async function findChannel(client: WebClient, name: string): Promise<string> {
  let cursor: string | undefined;
  do {
    const page = await ask("the list of channels", () =>
      client.conversations.list({ limit: 200, exclude_archived: true, ...(cursor !== undefined && { cursor }) }),
    );
    const found = page.channels?.find((one) => one.name === name)?.id;
    if (found !== undefined) return found;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  throw new Fault(
    "slack-refused",
    `There is no channel #${name} that the bot can see (SLACK_CHANNEL): check the name, or invite the bot.`,
  );
}

async function ask<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw slackFault(error, what);
  }
}
