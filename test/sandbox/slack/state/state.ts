import type { SlackClock, SlackSettings, Timings } from "../settings.ts";
import { slackTimings } from "../settings.ts";
import { createFeed, type Feed } from "./feed.ts";
import { createMessages, type Messages } from "./messages.ts";
import { createTimestamps } from "./mint.ts";
import { createNotices, type Notices } from "./notices.ts";
import { createResponseUrls, type ResponseUrls } from "./response-urls.ts";
import { createTriggers, type Triggers } from "./triggers.ts";
import { createViews, type Views } from "./views.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

/** What one sandboxed Slack knows. */
export type State = {
  readonly settings: SlackSettings;
  readonly timings: Timings;
  readonly clock: SlackClock;
  readonly workspace: Workspace;
  readonly feed: Feed;
  readonly notices: Notices;
  readonly messages: Messages;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly nextTs: () => string;
  readonly baseUrl: () => string;
};

export function createState(settings: SlackSettings, baseUrl: () => string): State {
  const clock = settings.clock ?? { now: Date.now };
  const timings = { ...slackTimings, ...settings.timings };
  const workspace = createWorkspace(settings);
  const feed = createFeed();
  const nextTs = createTimestamps(clock);
  return {
    settings,
    timings,
    clock,
    workspace,
    feed,
    notices: createNotices({ feed }),
    nextTs,
    baseUrl,
    messages: createMessages({ workspace, feed, nextTs }),
    views: createViews({ feed, now: clock.now }),
    triggers: createTriggers({ clock, timings }),
    responseUrls: createResponseUrls({ clock, timings, baseUrl }),
  };
}
