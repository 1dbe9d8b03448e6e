import { randomBytes } from "node:crypto";
import { Fault } from "../domain/fault.ts";
import type { Log } from "../flows/ports.ts";
import { type Message, plain } from "./blocks/message.ts";
import { escaped } from "./blocks/text.ts";

/** What a person is told of a failure: a fault's own words, or a reference under which the log has the rest. */
export function failureMessage(error: unknown, log: Log): Message {
  if (error instanceof Fault) {
    log.warn({ err: error, code: error.code }, "command failed");
    return plain(`:warning: warning: ${escaped(error.message)}`);
  }
  const reference = randomBytes(2).toString("hex");
  log.error({ err: error, reference }, "internal error");
  return plain(`:x: Internal error, reference ${reference}. Nothing more was done; the bot's log has the rest.`);
}
