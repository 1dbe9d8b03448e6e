import type { PageMessage, PageState } from "../../page-api.ts";

/** What the channel itself shows, oldest first: no replies, unless they were sent to the channel as well. */
export function channelMessages(state: PageState, channel: string): readonly PageMessage[] {
  return inChannel(state, channel).filter((message) => !isReply(message) || message.isBroadcast === true);
}

/** Replies to a message, oldest first. */
export function repliesTo(state: PageState, parent: Pick<PageMessage, "channel" | "ts">): readonly PageMessage[] {
  return inChannel(state, parent.channel).filter((message) => isReply(message) && message.threadTs === parent.ts);
}

export function findMessage(state: PageState, channel: string, ts: string): PageMessage | undefined {
  return inChannel(state, channel).find((message) => message.ts === ts);
}

function inChannel(state: PageState, channel: string): readonly PageMessage[] {
  return state.messages.filter((message) => message.channel === channel);
}

function isReply(message: PageMessage): boolean {
  return message.threadTs !== undefined && message.threadTs !== message.ts;
}
