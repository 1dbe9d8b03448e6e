import type { PageRequest } from "../page-api.ts";
import { eventCallback } from "../payloads/event-callback.ts";
import { identity } from "../state/identity.ts";
import type { Message } from "../state/message.ts";
import type { State } from "../state/state.ts";
import type { Conversation } from "../state/workspace.ts";
import type { ClientDeps } from "./client.ts";
import { ClientRefusal } from "./client-refusal.ts";
import { runCommand } from "./run-command.ts";

type Say = Extract<PageRequest, { kind: "say" }>;

/** A message, or a slash command where it starts with `/`. Answers `{ ts }` for a message. */
export async function say(deps: ClientDeps, request: Say): Promise<{ readonly ts?: string }> {
  const { state } = deps;
  const conversation = state.workspace.conversation(request.channel);
  if (conversation === undefined || !state.workspace.memberIds(conversation).includes(request.userId)) {
    throw new ClientRefusal(`You are not in ${request.channel}.`);
  }
  if (request.text.trim() === "") throw new ClientRefusal("There is nothing to send.");
  if (request.text.startsWith("/")) {
    if (request.threadTs !== undefined) {
      throw new ClientRefusal(`${firstWord(request.text)} is not supported in threads. Sorry!`);
    }
    await runCommand(deps, { userId: request.userId, conversation, text: request.text });
    return {};
  }
  const message = state.messages.add({
    channel: conversation.id,
    author: { kind: "user", userId: request.userId },
    text: asSent(request.text, state),
    ...(request.threadTs === undefined ? {} : { threadTs: request.threadTs }),
  });
  tellApp(deps, message, conversation);
  return { ts: message.ts };
}

function firstWord(text: string): string {
  return text.split(/\s/)[0] ?? text;
}

// Slack escapes what a person types, and turns an @name into the user's id.
function asSent(text: string, state: State): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const people = [...state.workspace.users, { id: identity.botUserId, name: state.workspace.appName }];
  return people.reduce((sent, person) => sent.replaceAll(`@${person.name}`, `<@${person.id}>`), escaped);
}

function tellApp(deps: ClientDeps, message: Message, conversation: Conversation): void {
  const { settings, clock } = deps.state;
  const subscribed = settings.app.events ?? ["app_home_opened", "app_mention"];
  const isDirect = conversation.directWith !== undefined;
  const isMention = message.text.includes(`<@${identity.botUserId}>`);
  const isInvited = conversation.isAppMember ?? true;
  const types = [
    ...(isMention && !isDirect && subscribed.includes("app_mention") ? ["app_mention"] : []),
    ...(isInvited && subscribed.includes(isDirect ? "message.im" : "message.channels") ? ["message"] : []),
  ];
  for (const type of types) {
    const event = { ...messageEvent(message, type), ...(type === "message" ? channelType(isDirect) : {}) };
    void deps.events.send(eventCallback(event, clock.now()));
  }
}

function channelType(isDirect: boolean): { readonly channel_type: string } {
  return { channel_type: isDirect ? "im" : "channel" };
}

function messageEvent(message: Message, type: string) {
  return {
    type,
    user: message.author.kind === "user" ? message.author.userId : identity.botUserId,
    text: message.text,
    ts: message.ts,
    channel: message.channel,
    team: identity.teamId,
    event_ts: message.ts,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  };
}
