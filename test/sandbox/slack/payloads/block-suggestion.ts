import { type JsonObject, textOf } from "../json.ts";
import type { Placed } from "../state/elements.ts";
import type { State } from "../state/state.ts";
import { interactionBase } from "./common.ts";
import { type Place, placeFields } from "./place.ts";

/** What an external select asks while a person types in it. */
export function blockSuggestion(
  state: State,
  asked: { readonly userId: string; readonly place: Place; readonly placed: Placed; readonly query: string },
): JsonObject {
  return {
    type: "block_suggestion",
    ...interactionBase(state.workspace, asked.userId),
    ...placeFields(asked.place, state),
    action_id: textOf(asked.placed.element["action_id"]),
    block_id: asked.placed.blockId,
    value: asked.query,
  };
}
