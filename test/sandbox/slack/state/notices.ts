import type { Feed } from "./feed.ts";

/** What Slack itself told each person, beside any message. */
export type Notices = {
  readonly tell: (to: { readonly userId: string; readonly channel: string }, text: string) => void;
  /** Oldest first. */
  readonly of: (userId: string) => readonly string[];
  readonly clear: () => void;
};

export function createNotices(deps: { readonly feed: Feed }): Notices {
  const told = new Map<string, string[]>();
  return {
    tell(to, text) {
      told.set(to.userId, [...(told.get(to.userId) ?? []), text]);
      deps.feed.publish({ kind: "notice", channel: to.channel, text }, { userIds: [to.userId] });
    },
    of: (userId) => told.get(userId) ?? [],
    clear: () => told.clear(),
  };
}
