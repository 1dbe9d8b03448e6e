import { isObject, objectOf, textOf } from "../json.ts";
import type { PageRequest } from "../page-api.ts";
import { blockActions } from "../payloads/block-actions.ts";
import { findPlace, type Place } from "../payloads/place.ts";
import { elementsOf, type Placed } from "../state/elements.ts";
import type { State } from "../state/state.ts";
import type { ClientDeps } from "./client.ts";
import { ClientRefusal } from "./client-refusal.ts";
import { homeChannel } from "./failure-words.ts";

type Act = Extract<PageRequest, { kind: "act" }>;

/** A click or a choice: a `block_actions` payload, and Slack's sign of failure where nobody acknowledged it. */
export async function act(deps: ClientDeps, request: Act): Promise<{ readonly acked: boolean }> {
  const { state } = deps;
  const place = withState(state, requirePlace(state, request), request);
  const placed = requireElement(place, request);
  const payload = blockActions(state, {
    userId: request.userId,
    place,
    placed,
    value: objectOf(request.value),
    values: objectOf(request.state),
  });
  const answer = await deps.deliver({ type: "interactive", payload, acceptsResponse: false });
  if (answer.kind === "acked") return { acked: true };
  const channel = place.kind === "message" ? place.message.channel : homeChannel(state, request.userId);
  const error = answer.reason === "timed-out" ? "operation_timeout" : answer.detail;
  state.notices.tell({ userId: request.userId, channel }, `The app did not respond to "${labelOf(placed)}" (${error})`);
  return { acked: false };
}

/** The place that a request names; refuses where this person sees none such. */
export function requirePlace(state: State, request: Pick<Act, "userId" | "container">): Place {
  const place = findPlace(state, request.userId, request.container);
  if (place === undefined) throw new ClientRefusal("That message or view is not there any more.");
  return place;
}

/** The element that a request names; refuses where the place has none such (any more). */
export function requireElement(place: Place, request: Pick<Act, "blockId" | "actionId">): Placed {
  const placed = elementsOf(place.blocks).find(
    (one) => one.blockId === request.blockId && one.element["action_id"] === request.actionId,
  );
  if (placed === undefined) throw new ClientRefusal(`There is no element ${request.actionId} in ${request.blockId}.`);
  return placed;
}

function withState(state: State, place: Place, request: Act): Place {
  if (place.kind === "message" || !isObject(request.state)) return place;
  return { ...place, view: state.views.setValues(place.view, request.state) };
}

function labelOf(placed: Placed): string {
  return textOf(objectOf(placed.element["text"])["text"]) || textOf(placed.element["action_id"]);
}
