/**
 * What the page and the sandbox's Slack say to each other: plain JSON over `/page/…`, events by server-sent events.
 * It is the part of Slack that its own client speaks, and that no app ever sees.
 */

export type PageUser = { readonly id: string; readonly name: string; readonly about: string };
export type PageChannel = { readonly id: string; readonly name: string; readonly topic: string };

/** A Block Kit block or element as the app sent it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type PageMessage = {
  readonly channel: string;
  readonly ts: string;
  /** The parent's ts, on a reply. */
  readonly threadTs?: string;
  readonly author: { readonly id: string; readonly name: string; readonly isApp: boolean };
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly edited: boolean;
  /** Shown to this user only. */
  readonly ephemeralFor?: string;
  /** A reply that the channel shows as well. */
  readonly isBroadcast?: true;
  /** Emoji names, without colons. */
  readonly reactions?: readonly string[];
};

export type PageView = {
  readonly id: string;
  readonly type: "modal" | "home";
  readonly callbackId: string;
  readonly title?: string;
  readonly submit?: string;
  readonly close?: string;
  readonly blocks: readonly Json[];
  /** `response_action: errors`, by block id. */
  readonly errors: Readonly<Record<string, string>>;
};

/** One thing that a person can do to the group from the side panel. */
export type PanelFault = { readonly id: string; readonly title: string; readonly explain: string };
export type PanelMember = { readonly pod: string; readonly ip: string; readonly state: string };
/** The side panel: what can be broken, and what the sandbox's Kubernetes shows just now. */
export type Panel = { readonly faults: readonly PanelFault[]; readonly members: readonly PanelMember[] };

/** What the page suggests, so that nobody needs to know the commands by heart. */
export type PageHints = {
  /** Shown while a command is typed, such as `/redis status [group]`. */
  readonly usages: readonly { readonly text: string; readonly about: string }[];
  /** Things to try, the first one first; a command is put into the message box. */
  readonly tries: readonly { readonly title: string; readonly explain: string; readonly command?: string }[];
};

export type PageState = {
  readonly users: readonly PageUser[];
  readonly userGroups: readonly { readonly id: string; readonly handle: string }[];
  /** Ids of direct conversations with the app begin with `D`. */
  readonly channels: readonly PageChannel[];
  /** Those that this user may see, oldest first. */
  readonly messages: readonly PageMessage[];
  /** The user's open modals, the uppermost last. */
  readonly modals: readonly PageView[];
  readonly home?: PageView;
  readonly panel?: Panel;
  readonly hints?: PageHints;
  readonly appName: string;
  /** Whom a mention of the app names. */
  readonly appUserId: string;
};

/** `GET /page/events?user=U1` */
export type PageEvent =
  /** New, or edited where its ts is known. */
  | { readonly kind: "message"; readonly message: PageMessage }
  | { readonly kind: "message-gone"; readonly channel: string; readonly ts: string }
  | { readonly kind: "modals"; readonly modals: readonly PageView[] }
  | { readonly kind: "home"; readonly home: PageView }
  /** What Slack itself tells the user, such as "/redis failed because the app did not respond". */
  | { readonly kind: "notice"; readonly channel: string; readonly text: string }
  | { readonly kind: "panel"; readonly panel: Panel };

export type PageContainer =
  | { readonly kind: "message"; readonly channel: string; readonly ts: string }
  | { readonly kind: "view"; readonly viewId: string };

/** Bodies of `POST /page/<kind>`; each answers 200 with JSON, or 4xx with `{ "error": "…" }`. */
export type PageRequest =
  /** A message, or a slash command where it starts with `/`. `/` in a thread is an error, as in Slack. */
  | {
      readonly kind: "say";
      readonly userId: string;
      readonly channel: string;
      readonly threadTs?: string;
      readonly text: string;
    }
  /** A click or a choice: `value` is the element's part of `payload.actions[0]` (such as `{ "value": "j1" }`). */
  | {
      readonly kind: "act";
      readonly userId: string;
      readonly container: PageContainer;
      readonly blockId: string;
      readonly actionId: string;
      readonly type: string;
      readonly value: Json;
      /** `view.state.values` or the message's state at this moment. */
      readonly state: Json;
    }
  | { readonly kind: "submit"; readonly userId: string; readonly viewId: string; readonly state: Json }
  | { readonly kind: "close"; readonly userId: string; readonly viewId: string }
  /** Answers `{ options: [...] }` from the app's block_suggestion. */
  | {
      readonly kind: "options";
      readonly userId: string;
      readonly container: PageContainer;
      readonly blockId: string;
      readonly actionId: string;
      readonly query: string;
    }
  | { readonly kind: "open-home"; readonly userId: string }
  | { readonly kind: "break"; readonly userId: string; readonly faultId: string };
