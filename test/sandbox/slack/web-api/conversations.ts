import { type JsonObject, textOf } from "../json.ts";
import { apiMessage, apiParent } from "../payloads/api-message.ts";
import { identity } from "../state/identity.ts";
import { isVisible, type Message } from "../state/message.ts";
import { tsOrder } from "../state/mint.ts";
import type { State } from "../state/state.ts";
import type { Conversation } from "../state/workspace.ts";
import type { ApiMethods } from "./api-method.ts";
import { ApiRefusal } from "./api-refusal.ts";
import { requireConversation, requireJoined, requireUser } from "./lookup.ts";
import { pageOf } from "./page-of.ts";

export const conversationMethods: ApiMethods = {
  "conversations.info": { token: "bot", scope: "channels:read", tier: 3, run: info },
  "conversations.list": { token: "bot", scope: "channels:read", tier: 2, run: list },
  "conversations.members": { token: "bot", scope: "channels:read", tier: 4, run: members },
  "conversations.open": { token: "bot", scope: "im:write", tier: 3, run: open },
  "conversations.history": { token: "bot", scope: "channels:history", tier: 3, run: history },
  "conversations.replies": { token: "bot", scope: "channels:history", tier: 3, run: replies },
};

function info(state: State, args: JsonObject): JsonObject {
  return { channel: apiConversation(state, requireConversation(state, args)) };
}

function list(state: State, args: JsonObject): JsonObject {
  const page = pageOf(state.workspace.channels, args);
  return { channels: page.items.map((one) => apiConversation(state, one)), response_metadata: page.metadata };
}

function members(state: State, args: JsonObject): JsonObject {
  const conversation = requireConversation(state, args);
  const app = conversation.isAppMember === false ? [] : [identity.botUserId];
  const page = pageOf([...state.workspace.memberIds(conversation), ...app], args);
  return { members: page.items, response_metadata: page.metadata };
}

function open(state: State, args: JsonObject): JsonObject {
  const asked = textOf(args["users"]).split(",");
  if (asked.length > 1) throw new ApiRefusal("method_not_supported_for_channel_type");
  const user = requireUser(state, asked[0] ?? "");
  return { no_op: true, already_open: true, channel: { id: state.workspace.conversation(user.id)?.id ?? "" } };
}

function history(state: State, args: JsonObject): JsonObject {
  const conversation = requireJoined(state, args);
  const posted = readable(state, conversation, args);
  const roots = posted.filter((message) => message.threadTs === undefined || message.isBroadcast === true);
  const page = pageOf(roots.toReversed(), args);
  const repliesTo = (root: Message) => posted.filter((message) => message.threadTs === root.ts);
  return {
    messages: page.items.map((root) => apiParent(root, repliesTo(root), state.workspace)),
    has_more: page.hasMore,
    pin_count: 0,
    response_metadata: page.metadata,
  };
}

function replies(state: State, args: JsonObject): JsonObject {
  const conversation = requireJoined(state, args);
  const ts = textOf(args["ts"]);
  const everything = readable(state, conversation, {});
  const parent = everything.find((message) => message.ts === ts);
  if (parent === undefined) throw new ApiRefusal("thread_not_found");
  const inThread = everything.filter((message) => message.threadTs === ts);
  const page = pageOf([parent, ...inThread], args);
  return {
    messages: page.items.map((one) =>
      one === parent ? apiParent(parent, inThread, state.workspace) : apiMessage(one, state.workspace),
    ),
    has_more: page.hasMore,
    response_metadata: page.metadata,
  };
}

function readable(state: State, conversation: Conversation, args: JsonObject): readonly Message[] {
  const oldest = tsOrder(String(args["oldest"] ?? 0));
  const latest = args["latest"] === undefined ? Number.POSITIVE_INFINITY : tsOrder(String(args["latest"]));
  const isInclusive = args["inclusive"] === true;
  return state.messages
    .inChannel(conversation.id)
    .filter((message) => isVisible(message, ""))
    .filter(({ ts }) => {
      const at = tsOrder(ts);
      return isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
    });
}

function apiConversation(state: State, conversation: Conversation): JsonObject {
  if (conversation.directWith !== undefined) {
    return { id: conversation.id, is_im: true, user: conversation.directWith, created: 0, is_archived: false };
  }
  return {
    id: conversation.id,
    name: conversation.name,
    name_normalized: conversation.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived: false,
    is_general: false,
    is_shared: false,
    is_member: conversation.isAppMember !== false,
    created: 0,
    creator: state.workspace.users[0]?.id ?? "",
    context_team_id: identity.teamId,
    topic: { value: conversation.topic, creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    num_members: state.workspace.memberIds(conversation).length,
  };
}
