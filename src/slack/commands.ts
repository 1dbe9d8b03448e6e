import type { SlackCommandMiddlewareArgs } from "@slack/bolt";
import type { Log } from "../flows/ports.ts";
import type { Answers } from "./answers.ts";
import { failureMessage } from "./report-failure.ts";

/** `/redis …`: acknowledged at once, answered to the asker alone. Never throws. */
export function createOnCommand({ answers, log }: { readonly answers: Answers; readonly log: Log }) {
  return async function onCommand({ ack, command, respond }: SlackCommandMiddlewareArgs): Promise<void> {
    await ack();
    const who = { id: command.user_id, name: command.user_name };
    const message = await answers.toText(who, command.text).catch((error: unknown) => failureMessage(error, log));
    try {
      await respond({ response_type: "ephemeral", ...message });
    } catch (error) {
      log.warn({ err: error, user: who.id }, "answer not delivered");
    }
  };
}
