import type { PageEvent, PageMessage, PageState } from "../../page-api.ts";
import type { Workspace } from "./workspace.ts";

/** The workspace after one event from the server. `now` stamps notices, which have no time of their own. */
export function foldEvent(workspace: Workspace, event: PageEvent, now: Date): Workspace {
  const { state } = workspace;
  const withState = (fields: Partial<PageState>): Workspace => ({ ...workspace, state: { ...state, ...fields } });
  switch (event.kind) {
    case "message":
      return withMessage(workspace, event.message);
    case "message-gone":
      return withState({ messages: state.messages.filter((one) => !isAt(one, event)) });
    case "modals":
      return withState({ modals: event.modals });
    case "home":
      return withState({ home: event.home });
    case "panel":
      return withState({ panel: event.panel });
    case "notice": {
      const notice = { id: workspace.notices.length, channel: event.channel, text: event.text, at: now };
      return { ...workspace, notices: [...workspace.notices, notice] };
    }
  }
}

function withMessage(workspace: Workspace, message: PageMessage): Workspace {
  const { state, unread } = workspace;
  if (state.messages.some((one) => isAt(one, message))) {
    const messages = state.messages.map((one) => (isAt(one, message) ? message : one));
    return { ...workspace, state: { ...state, messages } };
  }
  const count = (unread[message.channel] ?? 0) + 1;
  return {
    ...workspace,
    state: { ...state, messages: [...state.messages, message] },
    unread: { ...unread, [message.channel]: count },
  };
}

function isAt(one: PageMessage, place: { readonly channel: string; readonly ts: string }): boolean {
  return one.channel === place.channel && one.ts === place.ts;
}
