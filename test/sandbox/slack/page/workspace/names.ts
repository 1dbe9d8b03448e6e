import type { PageState } from "../../page-api.ts";

/** The name of a user or of the app; the id where nobody is called so. */
export function nameOfUser(state: PageState, id: string): string {
  if (id === state.appUserId) return state.appName;
  return state.users.find((user) => user.id === id)?.name ?? id;
}

export function nameOfChannel(state: PageState, id: string): string {
  return state.channels.find((channel) => channel.id === id)?.name ?? id;
}

export function nameOfUserGroup(state: PageState, id: string): string {
  return state.userGroups.find((group) => group.id === id)?.handle ?? id;
}

/** Whether this conversation is the person's own with the app. */
export function isDirect(channelId: string): boolean {
  return channelId.startsWith("D");
}
