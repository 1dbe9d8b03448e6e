import type { JsonObject } from "../json.ts";
import type { PageMessage } from "../page-api.ts";

/** A user's id, or the app itself. */
type Author = { readonly kind: "app" } | { readonly kind: "user"; readonly userId: string };

export type Message = {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  readonly author: Author;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly metadata?: JsonObject;
  readonly editedTs?: string;
  readonly ephemeralFor?: string;
  /** A reply that is shown in the channel as well. */
  readonly isBroadcast?: boolean;
  readonly reactions?: readonly string[];
};

export function isVisible(message: Message, userId: string): boolean {
  return message.ephemeralFor === undefined || message.ephemeralFor === userId;
}

/** As the page shows it; `nameOf` gives a user's name. */
export function pageMessage(
  message: Message,
  names: { readonly appId: string; readonly appName: string; readonly nameOf: (userId: string) => string },
): PageMessage {
  const { author } = message;
  return {
    channel: message.channel,
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    author:
      author.kind === "app"
        ? { id: names.appId, name: names.appName, isApp: true }
        : { id: author.userId, name: names.nameOf(author.userId), isApp: false },
    text: message.text,
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    // Slack shows the flag only on plain text: an update with blocks looks as if it had always been so.
    edited: message.editedTs !== undefined && message.blocks === undefined,
    ...(message.ephemeralFor === undefined ? {} : { ephemeralFor: message.ephemeralFor }),
    ...(message.isBroadcast === true ? { isBroadcast: true } : {}),
    ...(message.reactions === undefined ? {} : { reactions: message.reactions }),
  };
}
