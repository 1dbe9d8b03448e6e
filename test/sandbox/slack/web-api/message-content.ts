import { isObject, type JsonObject, objectsOf, textOf } from "../json.ts";
import type { Message } from "../state/message.ts";
import { withIds } from "../state/with-ids.ts";
import { markdownLength, messageProblems } from "../validate/message.ts";
import { ApiRefusal, refusedArguments } from "./api-refusal.ts";

const longestText = 40_000;
const longestMarkdown = 13_200;

/** Text and blocks of chat.*; throws `no_text`, `invalid_blocks` or `msg_blocks_too_long`. Cuts what is over 40,000. */
export function messageContent(args: JsonObject): Pick<Message, "text" | "blocks" | "metadata"> {
  const blocks = args["blocks"];
  const text = textOf(args["text"]).slice(0, longestText);
  const hasBlocks = Array.isArray(blocks) ? blocks.length > 0 : blocks !== undefined;
  if (text === "" && !hasBlocks) throw new ApiRefusal("no_text");
  const problems = hasBlocks ? messageProblems(blocks) : [];
  if (problems.length > 0) throw refusedArguments("invalid_blocks", problems);
  if (markdownLength(objectsOf(blocks)) > longestMarkdown) throw new ApiRefusal("msg_blocks_too_long");
  return {
    text,
    ...(hasBlocks ? { blocks: withIds(objectsOf(blocks)) } : {}),
    ...(isObject(args["metadata"]) ? { metadata: args["metadata"] } : {}),
  };
}
