import { compact, type JsonObject, objectsOf } from "../json.ts";
import type { PageContainer } from "../page-api.ts";
import { isVisible, type Message } from "../state/message.ts";
import type { State } from "../state/state.ts";
import { apiView, type View } from "../state/view.ts";
import { apiMessage } from "./api-message.ts";

/** What a person acts in: a message that they see, or a view of theirs. */
export type Place =
  | { readonly kind: "message"; readonly message: Message; readonly blocks: readonly JsonObject[] }
  | { readonly kind: "view"; readonly view: View; readonly blocks: readonly JsonObject[] };

/** Undefined where there is no such thing, or not for this person. */
export function findPlace(state: State, userId: string, container: PageContainer): Place | undefined {
  if (container.kind === "view") {
    const view = state.views.find({ viewId: container.viewId });
    if (view?.userId !== userId) return undefined;
    return { kind: "view", view, blocks: objectsOf(view.source["blocks"]) };
  }
  const message = state.messages.find(container.channel, container.ts);
  if (message === undefined || !isVisible(message, userId)) return undefined;
  return { kind: "message", message, blocks: message.blocks ?? [] };
}

/** The part of a payload that tells where the act was. Slack keeps no ephemeral message, so it sends none back. */
export function placeFields(place: Place, state: State): JsonObject {
  if (place.kind === "view") return { container: { type: "view", view_id: place.view.id }, view: apiView(place.view) };
  const { message } = place;
  const conversation = state.workspace.conversation(message.channel);
  const isEphemeral = message.ephemeralFor !== undefined;
  return compact({
    container: compact({
      type: "message",
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      thread_ts: message.threadTs,
    }),
    channel: {
      id: message.channel,
      name: conversation?.directWith === undefined ? (conversation?.name ?? "") : "directmessage",
    },
    message: isEphemeral ? undefined : apiMessage(message, state.workspace),
  });
}
