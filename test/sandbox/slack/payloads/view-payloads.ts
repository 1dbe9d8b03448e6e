import type { JsonObject } from "../json.ts";
import type { State } from "../state/state.ts";
import { apiView, type View } from "../state/view.ts";
import { interactionBase } from "./common.ts";

export function viewSubmission(state: State, view: View): JsonObject {
  return {
    type: "view_submission",
    ...interactionBase(state.workspace, view.userId),
    trigger_id: state.triggers.issue({ userId: view.userId, viewId: view.id }),
    view: apiView(view),
    response_urls: [],
  };
}

/** `isCleared`: the whole stack was closed at once. */
export function viewClosed(state: State, of: { readonly view: View; readonly isCleared: boolean }): JsonObject {
  return {
    type: "view_closed",
    ...interactionBase(state.workspace, of.view.userId),
    view: apiView(of.view),
    is_cleared: of.isCleared,
  };
}
