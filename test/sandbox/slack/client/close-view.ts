import type { PageRequest } from "../page-api.ts";
import { viewClosed } from "../payloads/view-payloads.ts";
import type { ClientDeps } from "./client.ts";
import { ClientRefusal } from "./client-refusal.ts";

type Close = Extract<PageRequest, { kind: "close" }>;

/** Cancels a modal; the one below shows again, unless this one clears the stack. Tells the app where it asked. */
export async function closeView(deps: ClientDeps, request: Close): Promise<Record<string, never>> {
  const { state } = deps;
  const stack = state.views.stack(request.userId);
  const view = stack.find((one) => one.id === request.viewId);
  if (view === undefined) throw new ClientRefusal("That view is not open any more.");
  const isCleared = view.source["clear_on_close"] === true;
  const closed = isCleared ? stack : [view];
  for (const one of closed) state.views.close(one);
  const asked = closed.filter((one) => one.source["notify_on_close"] === true);
  for (const one of asked) {
    await deps.deliver({
      type: "interactive",
      payload: viewClosed(state, { view: one, isCleared }),
      acceptsResponse: false,
    });
  }
  return {};
}
