import type { JsonObject } from "../json.ts";
import type { State } from "../state/state.ts";

/** Calls a minute, as Slack's tiers promise them; `post` is one a second for each channel. */
export type Tier = 1 | 2 | 3 | 4 | "post" | "none";

export type ApiMethod = {
  readonly token: "bot" | "app" | "any";
  readonly scope?: string;
  readonly tier: Tier;
  /** The answer without `ok`. Throws an `ApiRefusal`. */
  readonly run: (state: State, args: JsonObject) => JsonObject;
};

export type ApiMethods = Readonly<Record<string, ApiMethod>>;
