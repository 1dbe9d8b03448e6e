import type { GroupRef } from "../domain/group.ts";
import { groupId } from "../domain/group.ts";
import { masterNameOf, parseSentinelEvent, type SentinelEvent } from "../domain/sentinel-event.ts";
import { type Address, addressText } from "../domain/topology.ts";
import type { Access, FeedItem, Log, SentinelFeed } from "../flows/ports.ts";
import { unanswered } from "./redis-fault.ts";
import { type StreamItem, type Subscription, subscribe } from "./subscription.ts";
import { targetOf } from "./target.ts";

type Group = GroupRef & { readonly masterName: string };
type Followed = { readonly subscription: Subscription; pod: string };

const pingEveryMs = 3_000;

/**
 * Follows Sentinels of many groups and tells of each group's own events; what a shared Sentinel says of other master
 * names is left out. `timeoutMs` is for a dial, a subscription and a ping. Events come in the Sentinel's order.
 */
export function createSentinelFeed(settings: {
  readonly onItem: (group: Group, pod: string, item: FeedItem) => void;
  readonly log: Log;
  readonly timeoutMs: number;
}): SentinelFeed {
  const groups = new Map<string, Map<string, Followed>>();

  return {
    follow: (group, sentinels, access) => {
      const id = groupId(group);
      const followed = groups.get(id) ?? new Map<string, Followed>();
      const wanted = new Map(sentinels.map((sentinel) => [keyOf(sentinel.address, access), sentinel]));
      for (const [key, { subscription }] of followed) {
        if (wanted.has(key)) continue;
        subscription.stop();
        followed.delete(key);
      }
      for (const [key, { pod, address }] of wanted) {
        const present = followed.get(key);
        if (present === undefined) followed.set(key, dialled(settings, group, pod, address, access));
        else present.pod = pod;
      }
      if (followed.size === 0) groups.delete(id);
      else groups.set(id, followed);
    },
    stop: async () => {
      for (const followed of groups.values()) for (const { subscription } of followed.values()) subscription.stop();
      groups.clear();
    },
  };
}

function dialled(
  { onItem, log, timeoutMs }: Parameters<typeof createSentinelFeed>[0],
  group: Group,
  pod: string,
  address: Address,
  access: Access,
): Followed {
  const id = groupId(group);
  const subscription = subscribe(targetOf(address, access), { timeoutMs, pingEveryMs }, (streamed) => {
    const item = feedItem(address, streamed);
    if (item.kind !== "event") log.info({ group: id, pod: followed.pod, ...item }, "sentinel stream changed");
    else if (!isOfGroup(item.event, group)) return;
    else if (item.event.kind === "unknown")
      log.warn({ group: id, pod: followed.pod, event: item.event }, "unknown event");
    onItem(group, followed.pod, item);
  });
  const followed: Followed = { subscription, pod };
  return followed;
}

function feedItem(address: Address, item: StreamItem): FeedItem {
  switch (item.kind) {
    case "message":
      return { kind: "event", event: parseSentinelEvent(item.channel, item.payload) };
    case "connected":
      return { kind: "connected" };
    case "lost":
      return { kind: "lost", reason: unanswered(address, item.because).message };
  }
}

function isOfGroup(event: SentinelEvent, group: Group): boolean {
  const masterName = masterNameOf(event);
  return masterName === undefined || masterName === group.masterName;
}

// A changed password needs a connection of its own.
function keyOf(address: Address, { password }: Access): string {
  return JSON.stringify([addressText(address), password ?? null]);
}
