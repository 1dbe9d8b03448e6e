import { type JsonObject, textOf } from "../json.ts";
import type { State } from "../state/state.ts";
import type { ApiMethods } from "./api-method.ts";
import { ApiRefusal } from "./api-refusal.ts";
import { requireConversation, requireMessage } from "./lookup.ts";

export const reactionMethods: ApiMethods = {
  "reactions.add": { token: "bot", scope: "reactions:write", tier: 3, run: add },
};

function add(state: State, args: JsonObject): JsonObject {
  const conversation = requireConversation(state, args);
  const message = requireMessage(state, conversation, textOf(args["timestamp"]));
  const name = textOf(args["name"]);
  if (!/^[\w+'-]+$/.test(name)) throw new ApiRefusal("invalid_name");
  const reactions = message.reactions ?? [];
  if (reactions.includes(name)) throw new ApiRefusal("already_reacted");
  state.messages.replace({ ...message, reactions: [...reactions, name] });
  return {};
}
