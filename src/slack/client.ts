import { LogLevel, WebClient, type WebClientOptions } from "@slack/web-api";

const timeoutMs = 5000;

/**
 * How all of Slack's clients are set up: one time-out, no retries of their own (the conversation retries, and knows what
 * was superseded meanwhile), and a rate limit that is told instead of holding back every other call.
 */
export function clientOptions(apiUrl: string | undefined): WebClientOptions {
  return {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  };
}

export function createSlackClient(token: string, apiUrl: string | undefined): WebClient {
  return new WebClient(token, clientOptions(apiUrl));
}
