import type { Logger } from "@slack/bolt";
import type { Clock, Log } from "../flows/ports.ts";

/** Anybody may knock at the endpoint: the log is not theirs to fill. Milliseconds. */
const sayEveryMs = 60_000;

/**
 * Bolt's logger, which also says, for a person to act, that requests come in and fail the signature check. With a wrong
 * secret that is all of Slack's, and Slack alone would show it.
 */
export function withSignatureWatch(
  logger: Logger,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Logger {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return {
    ...logger,
    warn: (...words) => {
      logger.warn(...words);
      const isRefused = String(words[0]).includes("verify the request");
      if (!isRefused || clock.now() - saidAtMs < sayEveryMs) return;
      saidAtMs = clock.now();
      log.warn(
        {},
        "a request to Slack's endpoint fails the signature check: if it is Slack's, SLACK_SIGNING_SECRET is wrong",
      );
    },
  };
}
