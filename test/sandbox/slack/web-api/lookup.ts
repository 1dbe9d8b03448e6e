import { type JsonObject, textOf } from "../json.ts";
import type { PageUser } from "../page-api.ts";
import { isVisible, type Message } from "../state/message.ts";
import type { State } from "../state/state.ts";
import type { Conversation } from "../state/workspace.ts";
import { ApiRefusal } from "./api-refusal.ts";

/** The conversation whose id `channel` is; throws `channel_not_found`. */
export function requireConversation(state: State, args: JsonObject): Conversation {
  const conversation = state.workspace.conversation(textOf(args["channel"]));
  if (conversation === undefined || conversation.id !== args["channel"]) throw new ApiRefusal("channel_not_found");
  return conversation;
}

/** One that the app is in; throws `channel_not_found` or `not_in_channel`. */
export function requireJoined(state: State, args: JsonObject): Conversation {
  return joined(requireConversation(state, args));
}

/** As `requireJoined`, but takes a channel's name or a user's id as well: only posting does. */
export function requirePostable(state: State, args: JsonObject): Conversation {
  const conversation = state.workspace.conversation(textOf(args["channel"]));
  if (conversation === undefined) throw new ApiRefusal("channel_not_found");
  return joined(conversation);
}

/** The message that `channel` and a ts name. Ephemerals are not there for the Web API. */
export function requireMessage(state: State, conversation: Conversation, ts: string): Message {
  const message = state.messages.find(conversation.id, ts);
  if (message === undefined || !isVisible(message, "")) throw new ApiRefusal("message_not_found");
  return message;
}

export function requireUser(state: State, userId: string): PageUser {
  const user = state.workspace.user(userId);
  if (user === undefined) throw new ApiRefusal("user_not_found");
  return user;
}

function joined(conversation: Conversation): Conversation {
  if (conversation.isAppMember === false) throw new ApiRefusal("not_in_channel");
  return conversation;
}
