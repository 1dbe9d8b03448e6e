import { compact, type JsonObject, textOf } from "../json.ts";
import type { Json } from "../page-api.ts";
import type { Placed } from "../state/elements.ts";
import type { State } from "../state/state.ts";
import { interactionBase } from "./common.ts";
import { type Place, placeFields } from "./place.ts";

/** The payload of a click or a choice. A trigger id comes with it, and a response URL where it was in a message. */
export function blockActions(
  state: State,
  act: {
    readonly userId: string;
    readonly place: Place;
    readonly placed: Placed;
    /** The element's part of `actions[0]`, such as `{ value }` or `{ selected_option }`. */
    readonly value: JsonObject;
    /** `state.values` at this moment. */
    readonly values: JsonObject;
  },
): JsonObject {
  const { place, userId } = act;
  const viewId = place.kind === "view" && place.view.source["type"] === "modal" ? place.view.id : undefined;
  return {
    type: "block_actions",
    ...interactionBase(state.workspace, userId),
    ...placeFields(place, state),
    trigger_id: state.triggers.issue({ userId, ...(viewId === undefined ? {} : { viewId }) }),
    ...(place.kind === "message" ? { state: { values: act.values }, ...responseUrl(state, userId, place) } : {}),
    actions: [action(act.placed, act.value, state.nextTs())],
  };
}

function responseUrl(state: State, userId: string, place: Extract<Place, { kind: "message" }>): JsonObject {
  const { channel, ts, threadTs } = place.message;
  const url = state.responseUrls.issue({
    userId,
    channel,
    originalTs: ts,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  return { response_url: url };
}

const echoed = ["text", "value", "style", "url", "confirm", "placeholder", "timezone", "icon"];

function action(placed: Placed, value: JsonObject, actionTs: string): JsonObject {
  const { element } = placed;
  const own: Record<string, Json | undefined> = {};
  for (const key of Object.keys(element))
    if (echoed.includes(key) || key.startsWith("initial_")) own[key] = element[key];
  return compact({
    ...own,
    type: textOf(element["type"]),
    action_id: textOf(element["action_id"]),
    block_id: placed.blockId,
    ...value,
    action_ts: actionTs,
  });
}
