import type { PageMessage } from "../page-api.ts";
import type { Audience, Feed } from "./feed.ts";
import { identity } from "./identity.ts";
import { isVisible, type Message, pageMessage } from "./message.ts";
import { tsOrder } from "./mint.ts";
import type { Workspace } from "./workspace.ts";

/** Every message of the workspace. What changes is told to the page at once. */
export type Messages = {
  readonly add: (message: Omit<Message, "ts">) => Message;
  readonly find: (channel: string, ts: string) => Message | undefined;
  readonly replace: (message: Message) => void;
  readonly remove: (message: Message) => void;
  /** Those of a channel, oldest first, ephemerals included. */
  readonly inChannel: (channel: string) => readonly Message[];
  /** What this user may see, oldest first. */
  readonly seenBy: (userId: string) => readonly PageMessage[];
  readonly clear: () => void;
};

export function createMessages(deps: {
  readonly workspace: Workspace;
  readonly feed: Feed;
  readonly nextTs: () => string;
}): Messages {
  const { workspace, feed } = deps;
  const kept = new Map<string, Message>();
  const key = (channel: string, ts: string) => `${channel} ${ts}`;
  const names = { appId: identity.botUserId, appName: workspace.appName, nameOf: workspace.nameOf };
  const all = () => [...kept.values()].sort((a, b) => tsOrder(a.ts) - tsOrder(b.ts));

  function store(message: Message): void {
    kept.set(key(message.channel, message.ts), message);
    feed.publish({ kind: "message", message: pageMessage(message, names) }, audienceOf(message, workspace));
  }

  return {
    add(message) {
      const stored = { ...message, ts: deps.nextTs() };
      store(stored);
      return stored;
    },
    find: (channel, ts) => kept.get(key(channel, ts)),
    replace: store,
    remove(message) {
      kept.delete(key(message.channel, message.ts));
      const { channel, ts } = message;
      feed.publish({ kind: "message-gone", channel, ts }, audienceOf(message, workspace));
    },
    inChannel: (channel) => all().filter((message) => message.channel === channel),
    seenBy(userId) {
      const channels = new Set(workspace.conversationsOf(userId).map((one) => one.id));
      return all()
        .filter((message) => channels.has(message.channel) && isVisible(message, userId))
        .map((message) => pageMessage(message, names));
    },
    clear: () => kept.clear(),
  };
}

function audienceOf(message: Message, workspace: Workspace): Audience {
  if (message.ephemeralFor !== undefined) return { userIds: [message.ephemeralFor] };
  const conversation = workspace.conversation(message.channel);
  return conversation === undefined ? "everybody" : { userIds: workspace.memberIds(conversation) };
}
