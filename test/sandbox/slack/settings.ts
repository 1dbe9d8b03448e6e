import type { IncomingMessage, ServerResponse } from "node:http";
import type { PageChannel, PageHints, PageUser, Panel } from "./page-api.ts";

export type SlackChannel = PageChannel & {
  /** Ids of the users in it; everybody where absent. */
  readonly members?: readonly string[];
  /** Whether the app was invited; true where absent. */
  readonly isAppMember?: boolean;
};

export type UserGroup = {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
};

export type SlackApp = {
  readonly name: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Slash commands, with their slash. */
  readonly commands: readonly string[];
  /** Event subscriptions, such as `message.channels`; `app_home_opened` and `app_mention` where absent. */
  readonly events?: readonly string[];
  /** The bot token's scopes; all where absent. */
  readonly scopes?: readonly string[];
  /** Signed HTTP deliveries to this address instead of Socket Mode. */
  readonly requestUrl?: string;
};

type PanelSource = {
  readonly faults: Panel["faults"];
  readonly members: () => Panel["members"];
  /** Does the fault; what it did, in one line for the person. */
  readonly run: (faultId: string) => Promise<string>;
};

/** The built page, served as `/`, `/page.js` and `/page.css`; or whatever answers what nobody else does. */
export type PageFiles =
  | { readonly html: string; readonly js: string; readonly css: string }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/** Milliseconds since the epoch. Ages (triggers, response URLs, rate limits) follow it; ack timers are real. */
export type SlackClock = { readonly now: () => number };

export type Timings = {
  readonly ackMs: number;
  readonly triggerMs: number;
  readonly responseUrlMs: number;
  /** When an unacknowledged event is sent again, after the failure before. */
  readonly redeliverAfterMs: readonly number[];
  readonly pingEveryMs: number;
  readonly ticketMs: number;
};

export const slackTimings: Timings = {
  ackMs: 3_000,
  triggerMs: 3_000,
  responseUrlMs: 30 * 60_000,
  redeliverAfterMs: [1_000, 60_000, 300_000],
  pingEveryMs: 10_000,
  ticketMs: 30_000,
};

/** chat.postMessage for each channel: steady rate and burst. Tiers hold a minute's worth of calls. */
export type RateSettings = { readonly postsPerSecond: number; readonly postBurst: number };

export type SlackSettings = {
  /** Any free one where absent. */
  readonly port?: number;
  readonly users: readonly PageUser[];
  readonly channels: readonly SlackChannel[];
  readonly userGroups?: readonly UserGroup[];
  readonly app: SlackApp;
  readonly panel?: PanelSource;
  readonly hints?: PageHints;
  readonly page?: PageFiles;
  readonly clock?: SlackClock;
  readonly timings?: Partial<Timings>;
  readonly rates?: RateSettings | "off";
};
