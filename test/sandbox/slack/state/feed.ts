import type { PageEvent } from "../page-api.ts";

/** Everybody, or one user's id. */
export type Audience = "everybody" | { readonly userIds: readonly string[] };

export type Feed = {
  readonly publish: (event: PageEvent, audience: Audience) => void;
  /** Calls back with the events that this user may see; returns what ends it. */
  readonly subscribe: (userId: string, onEvent: (event: PageEvent) => void) => () => void;
};

export function createFeed(): Feed {
  const subscribers = new Set<{ readonly userId: string; readonly onEvent: (event: PageEvent) => void }>();
  return {
    publish(event, audience) {
      for (const subscriber of subscribers) {
        if (audience === "everybody" || audience.userIds.includes(subscriber.userId)) subscriber.onEvent(event);
      }
    },
    subscribe(userId, onEvent) {
      const subscriber = { userId, onEvent };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
  };
}
