import type { WebClient } from "@slack/web-api";
import type { Clock, Directory } from "../flows/ports.ts";
import { slackFault } from "./slack-fault.ts";

/** Rights follow a change of a user group within this time. Milliseconds. */
const cachedMs = 60_000;

/** Slack behind the `Directory` port. Faults: `slack-unreachable`, `slack-refused`. */
export function createDirectory({ client, clock }: { readonly client: WebClient; readonly clock: Clock }): Directory {
  let groups: { readonly atMs: number; readonly members: Promise<ReadonlyMap<string, readonly string[]>> } | undefined;
  const names = new Map<string, string>();

  function members(): Promise<ReadonlyMap<string, readonly string[]>> {
    if (groups !== undefined && clock.now() - groups.atMs < cachedMs) return groups.members;
    const asked = readGroups(client);
    groups = { atMs: clock.now(), members: asked };
    asked.catch(() => {
      groups = undefined;
    });
    return asked;
  }
  return {
    userGroups: async (userId) =>
      [...(await members())].filter(([, users]) => users.includes(userId)).map(([group]) => group),
    displayName: async (userId) => {
      const known = names.get(userId) ?? (await readName(client, userId));
      names.set(userId, known);
      return known;
    },
  };
}

async function readGroups(client: WebClient): Promise<ReadonlyMap<string, readonly string[]>> {
  try {
    const { usergroups = [] } = await client.usergroups.list({ include_users: true });
    return new Map(usergroups.map(({ id = "", users = [] }) => [id, users]));
  } catch (error) {
    throw slackFault(error, "the list of user groups");
  }
}

async function readName(client: WebClient, userId: string): Promise<string> {
  try {
    const { user } = await client.users.info({ user: userId });
    return user?.profile?.display_name || user?.name || userId;
  } catch (error) {
    throw slackFault(error, "a user's name");
  }
}
