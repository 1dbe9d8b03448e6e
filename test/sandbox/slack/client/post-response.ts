import { type JsonObject, objectsOf, textOf, textOrUndefined } from "../json.ts";
import type { Message } from "../state/message.ts";
import type { ResponseOrigin } from "../state/response-urls.ts";
import type { State } from "../state/state.ts";
import { withIds } from "../state/with-ids.ts";
import { messageProblems } from "../validate/message.ts";

export type Posted =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly error: string; readonly messages: readonly string[] };

/**
 * What an app answered to a command or by a response URL: new and for that person only, unless it says otherwise.
 * `replace_original` and `delete_original` act on the message of the click, or on the answer before this one.
 */
export function postResponse(state: State, origin: ResponseOrigin, response: JsonObject): Posted {
  const original = origin.originalTs === undefined ? undefined : state.messages.find(origin.channel, origin.originalTs);
  if (response["delete_original"] === true) {
    if (original !== undefined) state.messages.remove(original);
    return { kind: "done" };
  }
  const text = textOf(response["text"]);
  const blocks = response["blocks"];
  const problems = messageProblems(blocks);
  if (problems.length > 0) return { kind: "refused", error: "invalid_blocks", messages: problems };
  if (text === "" && blocks === undefined) return { kind: "refused", error: "no_text", messages: [] };
  const content = { text, ...(blocks === undefined ? {} : { blocks: withIds(objectsOf(blocks)) }) };
  if (response["replace_original"] === true && original !== undefined) {
    replaceContent(state, original, content);
    return { kind: "done" };
  }
  const threadTs = textOrUndefined(response["thread_ts"]) ?? inheritedThread(origin, response);
  const message = state.messages.add({
    channel: origin.channel,
    author: { kind: "app" },
    ...content,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(response["response_type"] === "in_channel" ? {} : { ephemeralFor: origin.userId }),
  });
  origin.originalTs ??= message.ts;
  return { kind: "done" };
}

function replaceContent(state: State, original: Message, content: Pick<Message, "text" | "blocks">): void {
  const { blocks: _old, ...rest } = original;
  const isEphemeral = original.ephemeralFor !== undefined;
  state.messages.replace({ ...rest, ...content, ...(isEphemeral ? {} : { editedTs: state.nextTs() }) });
}

// An ephemeral answer to a click in a thread shows in that thread.
function inheritedThread(origin: ResponseOrigin, response: JsonObject): string | undefined {
  return response["response_type"] === "in_channel" ? undefined : origin.threadTs;
}
