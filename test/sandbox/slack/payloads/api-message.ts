import { compact, type JsonObject } from "../json.ts";
import type { Json } from "../page-api.ts";
import { identity } from "../state/identity.ts";
import type { Message } from "../state/message.ts";
import type { Workspace } from "../state/workspace.ts";

/** A message as the Web API and the payloads show it. */
export function apiMessage(message: Message, workspace: Workspace): JsonObject {
  return compact({
    ...authorFields(message, workspace),
    type: "message",
    subtype: message.isBroadcast === true ? "thread_broadcast" : undefined,
    ts: message.ts,
    text: message.text,
    team: identity.teamId,
    blocks: message.blocks,
    thread_ts: message.threadTs,
    metadata: message.metadata,
    edited: message.editedTs === undefined ? undefined : { user: identity.botId, ts: message.editedTs },
    reactions: reactionsOf(message),
  });
}

/** A parent also tells of its replies. */
export function apiParent(message: Message, replies: readonly Message[], workspace: Workspace): JsonObject {
  const last = replies.at(-1);
  if (last === undefined) return apiMessage(message, workspace);
  const authors = new Set(
    replies.map((reply) => (reply.author.kind === "app" ? identity.botUserId : reply.author.userId)),
  );
  return {
    ...apiMessage(message, workspace),
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: authors.size,
    reply_users: [...authors],
    latest_reply: last.ts,
    is_locked: false,
    subscribed: true,
  };
}

function authorFields(message: Message, workspace: Workspace): JsonObject {
  if (message.author.kind === "user") return { user: message.author.userId };
  return {
    user: identity.botUserId,
    bot_id: identity.botId,
    app_id: identity.appId,
    bot_profile: {
      id: identity.botId,
      app_id: identity.appId,
      name: workspace.appName,
      deleted: false,
      updated: 0,
      team_id: identity.teamId,
    },
  };
}

function reactionsOf(message: Message): Json | undefined {
  if (message.reactions === undefined) return undefined;
  return message.reactions.map((name) => ({ name, users: [identity.botUserId], count: 1 }));
}
