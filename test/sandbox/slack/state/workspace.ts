import type { PageUser } from "../page-api.ts";
import type { SlackChannel, SlackSettings, UserGroup } from "../settings.ts";
import { identity } from "./identity.ts";

export type Conversation = SlackChannel & {
  /** Set on a direct conversation between this user and the app. */
  readonly directWith?: string;
};

/** Who and where: what the tests and the sandbox set up, and what nobody changes afterwards. */
export type Workspace = {
  readonly users: readonly PageUser[];
  readonly userGroups: readonly UserGroup[];
  readonly appName: string;
  readonly user: (userId: string) => PageUser | undefined;
  readonly nameOf: (userId: string) => string;
  /** By id, by name with or without `#`, or by a user's id (the direct conversation with the app). */
  readonly conversation: (reference: string) => Conversation | undefined;
  readonly conversationsOf: (userId: string) => readonly Conversation[];
  readonly channels: readonly Conversation[];
  readonly memberIds: (conversation: Conversation) => readonly string[];
};

export function createWorkspace(settings: SlackSettings): Workspace {
  const { users } = settings;
  const direct = users.map((user) => directConversation(user, settings.app.name));
  const all: readonly Conversation[] = [...settings.channels, ...direct];
  const user = (userId: string) => users.find((one) => one.id === userId);
  const memberIds = (conversation: Conversation) => conversation.members ?? users.map((one) => one.id);
  return {
    users,
    userGroups: settings.userGroups ?? [],
    appName: settings.app.name,
    user,
    nameOf: (userId) => (userId === identity.botUserId ? settings.app.name : (user(userId)?.name ?? userId)),
    conversation: (reference) => findConversation(all, reference),
    conversationsOf: (userId) => all.filter((one) => memberIds(one).includes(userId)),
    channels: settings.channels,
    memberIds,
  };
}

function directConversation(user: PageUser, appName: string): Conversation {
  const topic = `Direct messages between ${user.name} and ${appName}`;
  return { id: `D${user.id.slice(1)}`, name: appName, topic, members: [user.id], directWith: user.id };
}

function findConversation(all: readonly Conversation[], reference: string): Conversation | undefined {
  const name = reference.replace(/^#/, "");
  return (
    all.find((one) => one.id === reference || one.directWith === reference) ??
    all.find((one) => one.directWith === undefined && one.name === name)
  );
}
