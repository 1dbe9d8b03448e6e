import type { PageRequest } from "../page-api.ts";
import { eventCallback } from "../payloads/event-callback.ts";
import { apiView } from "../state/view.ts";
import type { ClientDeps } from "./client.ts";

type OpenHome = Extract<PageRequest, { kind: "open-home" }>;

/** Opens the app's Home tab: `app_home_opened`, with the view that was published before. */
export async function openHome(deps: ClientDeps, request: OpenHome): Promise<Record<string, never>> {
  const { state } = deps;
  const subscribed = state.settings.app.events ?? ["app_home_opened"];
  if (!subscribed.includes("app_home_opened")) return {};
  const home = state.views.home(request.userId);
  const event = {
    type: "app_home_opened",
    user: request.userId,
    channel: state.workspace.conversation(request.userId)?.id ?? "",
    tab: "home",
    event_ts: state.nextTs(),
    ...(home === undefined ? {} : { view: apiView(home) }),
  };
  void deps.events.send(eventCallback(event, state.clock.now()));
  return {};
}
