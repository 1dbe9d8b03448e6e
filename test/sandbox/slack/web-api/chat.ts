import { type JsonObject, textOf, textOrUndefined } from "../json.ts";
import { apiMessage } from "../payloads/api-message.ts";
import { identity } from "../state/identity.ts";
import type { State } from "../state/state.ts";
import type { ApiMethods } from "./api-method.ts";
import { ApiRefusal } from "./api-refusal.ts";
import { requireConversation, requireMessage, requirePostable } from "./lookup.ts";
import { messageContent } from "./message-content.ts";

const longestUpdate = 4_000;

export const chatMethods: ApiMethods = {
  "chat.postMessage": { token: "bot", scope: "chat:write", tier: "post", run: postMessage },
  "chat.update": { token: "bot", scope: "chat:write", tier: 3, run: update },
  "chat.delete": { token: "bot", scope: "chat:write", tier: 3, run: remove },
  "chat.postEphemeral": { token: "bot", scope: "chat:write", tier: 4, run: postEphemeral },
  "chat.getPermalink": { token: "bot", tier: 4, run: getPermalink },
};

function postMessage(state: State, args: JsonObject): JsonObject {
  const conversation = requirePostable(state, args);
  const content = messageContent(args);
  const message = state.messages.add({
    channel: conversation.id,
    author: { kind: "app" },
    ...content,
    ...threadOf(state, conversation.id, args),
    ...(args["reply_broadcast"] === true ? { isBroadcast: true } : {}),
  });
  return { channel: conversation.id, ts: message.ts, message: apiMessage(message, state.workspace) };
}

// A reply to a reply goes to the thread's parent, as in Slack.
function threadOf(state: State, channel: string, args: JsonObject): { readonly threadTs?: string } {
  const asked = textOrUndefined(args["thread_ts"]);
  if (asked === undefined) return {};
  const parent = state.messages.find(channel, asked);
  if (parent === undefined || parent.ephemeralFor !== undefined) throw new ApiRefusal("thread_not_found");
  return { threadTs: parent.threadTs ?? asked };
}

function update(state: State, args: JsonObject): JsonObject {
  const conversation = requireConversation(state, args);
  const message = requireMessage(state, conversation, textOf(args["ts"]));
  if (message.author.kind !== "app") throw new ApiRefusal("cant_update_message");
  if (textOf(args["text"]).length > longestUpdate) throw new ApiRefusal("msg_too_long");
  const content = messageContent(args);
  const { blocks: oldBlocks, ...rest } = message;
  // Text alone takes the blocks away; blocks alone leave the text.
  const kept = content.text === "" ? { ...rest, ...content, text: message.text } : { ...rest, ...content };
  const isSame = kept.text === message.text && JSON.stringify(kept.blocks) === JSON.stringify(oldBlocks);
  const updated = isSame ? message : { ...kept, editedTs: state.nextTs() };
  state.messages.replace(updated);
  return {
    channel: conversation.id,
    ts: message.ts,
    text: updated.text,
    message: apiMessage(updated, state.workspace),
  };
}

function remove(state: State, args: JsonObject): JsonObject {
  const conversation = requireConversation(state, args);
  const message = requireMessage(state, conversation, textOf(args["ts"]));
  if (message.author.kind !== "app") throw new ApiRefusal("cant_delete_message");
  state.messages.remove(message);
  return { channel: conversation.id, ts: message.ts };
}

function postEphemeral(state: State, args: JsonObject): JsonObject {
  const conversation = requirePostable(state, args);
  const userId = textOf(args["user"]);
  if (!state.workspace.memberIds(conversation).includes(userId)) throw new ApiRefusal("user_not_in_channel");
  const message = state.messages.add({
    channel: conversation.id,
    author: { kind: "app" },
    ...messageContent(args),
    ...threadOf(state, conversation.id, args),
    ephemeralFor: userId,
  });
  return { message_ts: message.ts };
}

function getPermalink(state: State, args: JsonObject): JsonObject {
  const conversation = requireConversation(state, args);
  const message = requireMessage(state, conversation, textOf(args["message_ts"]));
  const thread = message.threadTs === undefined ? "" : `?thread_ts=${message.threadTs}&cid=${conversation.id}`;
  const path = `archives/${conversation.id}/p${message.ts.replace(".", "")}${thread}`;
  return { channel: conversation.id, permalink: `https://${identity.teamDomain}.slack.com/${path}` };
}
