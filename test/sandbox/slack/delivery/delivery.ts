import type { JsonObject } from "../json.ts";
import type { Json } from "../page-api.ts";

export type Retry = { readonly attempt: number; readonly reason: string };

export type Envelope = {
  readonly type: "slash_commands" | "interactive" | "events_api";
  readonly payload: JsonObject;
  readonly acceptsResponse: boolean;
  readonly retry?: Retry;
};

export type Answer =
  /** An empty acknowledgement is `{}`. */
  | { readonly kind: "acked"; readonly payload: Json }
  /** `unreachable`: no connection, or the request URL refused; the words that Slack shows differ. */
  | { readonly kind: "unacked"; readonly reason: "timed-out" | "unreachable" | "bad-answer"; readonly detail: string };

/** Brings one envelope to the app, once. Never rejects. */
export type Deliver = (envelope: Envelope) => Promise<Answer>;
