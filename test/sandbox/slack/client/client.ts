import type { Deliver } from "../delivery/delivery.ts";
import type { EventDelivery } from "../delivery/events.ts";
import type { Json, PageRequest } from "../page-api.ts";
import type { State } from "../state/state.ts";
import { act } from "./act.ts";
import { breakGroup } from "./break-group.ts";
import { closeView } from "./close-view.ts";
import { openHome } from "./open-home.ts";
import { say } from "./say.ts";
import { submitView } from "./submit-view.ts";
import { suggestOptions } from "./suggest-options.ts";

export type ClientDeps = { readonly state: State; readonly deliver: Deliver; readonly events: EventDelivery };

/** What a person did, as Slack's own client would tell it. Resolves when the app has answered or failed to. */
export type SlackClient = (request: PageRequest) => Promise<Json>;

/** Rejects with a `ClientRefusal` where the person cannot do that. */
export function createClient(deps: ClientDeps): SlackClient {
  return async function doAsPerson(request) {
    switch (request.kind) {
      case "say":
        return await say(deps, request);
      case "act":
        return await act(deps, request);
      case "submit":
        return await submitView(deps, request);
      case "close":
        return await closeView(deps, request);
      case "options":
        return await suggestOptions(deps, request);
      case "open-home":
        return await openHome(deps, request);
      case "break":
        return await breakGroup(deps, request);
    }
  };
}
