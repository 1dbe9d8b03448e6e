import { z } from "zod";
import type { NoAnswer } from "../domain/topology.ts";
import type { Reply } from "./connection.ts";

/** The value of a reply that is known to be no error; undefined where there is none. */
export function readReply(reply: Reply | undefined): unknown {
  return reply?.ok === true ? reply.value : undefined;
}

/** What answers is no such server, or one that is too old: says which field was not understood. Rethrows a bug. */
export function unreadable(what: "Redis" | "Sentinel", error: unknown): NoAnswer {
  if (!(error instanceof z.ZodError)) throw error;
  const fields = error.issues.map(({ path, message }) => `${path.join(".") || "reply"}: ${message}`);
  return { kind: "error", text: `The answer is not one of a ${what} that the bot knows (${fields.join("; ")}).` };
}
