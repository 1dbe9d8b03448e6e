import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import { Fault } from "../domain/fault.ts";

/** What to do about Slack's own error codes; the rest is shown as it is. */
const advice: Readonly<Record<string, string>> = {
  invalid_auth: "it is wrong or of another app: copy it anew from the app's page",
  not_authed: "no token was sent: set SLACK_BOT_TOKEN",
  token_revoked: "the token was revoked: install the app again and set SLACK_BOT_TOKEN",
  account_inactive: "the app was removed from the workspace: install it again",
  not_allowed_token_type: "the token is of another kind: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-",
  missing_scope: "the app lacks a scope: compare it with the manifest in the README, and install it again",
  channel_not_found: "the bot cannot see the channel of SLACK_CHANNEL: check the name, or invite the bot",
  not_in_channel: "the bot is not in the channel of SLACK_CHANNEL: /invite it there",
  is_archived: "the channel of SLACK_CHANNEL is archived: set another one",
};

/** What a failed call to Slack means: `slack-unreachable` (try again) or `slack-refused` (somebody has to act). */
export function slackFault(error: unknown, what: string): unknown {
  if (error instanceof WebAPIPlatformError) {
    const code = String(error.data.error);
    const details = error.data.response_metadata?.messages?.join("; ");
    const hint = advice[code] ?? (details === undefined ? undefined : details);
    const message = `Slack refused ${what} (${code})${hint === undefined ? "." : `: ${hint}.`}`;
    return new Fault(isTransient(code) ? "slack-unreachable" : "slack-refused", message, { cause: error });
  }
  if (error instanceof WebAPIRateLimitedError) {
    const message = `Slack takes no more of ${what} for ${error.retryAfter} s (rate limit).`;
    return new Fault("slack-unreachable", message, { cause: error });
  }
  if (isOutage(error)) {
    return new Fault("slack-unreachable", `Slack did not answer to ${what}: ${error.message}`, { cause: error });
  }
  return error;
}

/** Milliseconds that Slack wants us to wait; undefined for any other error. */
export function retryAfterMs(error: unknown): number | undefined {
  return error instanceof WebAPIRateLimitedError ? error.retryAfter * 1000 : undefined;
}

function isTransient(code: string): boolean {
  return ["internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"].includes(code);
}

function isOutage(error: unknown): error is Error {
  return (
    error instanceof WebAPIRequestError ||
    error instanceof WebAPIHTTPError ||
    (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError"))
  );
}
