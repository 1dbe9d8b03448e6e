import type { PageState } from "../../page-api.ts";

/** What Slack itself told the person, beside any message. */
export type Notice = { readonly id: number; readonly channel: string; readonly text: string; readonly at: Date };

/** What this user sees, and what came since they looked at a conversation. */
export type Workspace = {
  readonly userId: string;
  readonly state: PageState;
  readonly notices: readonly Notice[];
  /** New messages by channel id. */
  readonly unread: Readonly<Record<string, number>>;
};
