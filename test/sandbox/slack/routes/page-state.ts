import type { PageState, Panel } from "../page-api.ts";
import type { State } from "../state/state.ts";
import { pageView } from "../state/view.ts";

/** Everything that this user sees just now. */
export function pageState(state: State, userId: string): PageState {
  const { workspace, views } = state;
  const home = views.home(userId);
  const panel = panelOf(state);
  return {
    users: workspace.users,
    channels: workspace.conversationsOf(userId).map(({ id, name, topic }) => ({ id, name, topic })),
    messages: state.messages.seenBy(userId),
    modals: views.stack(userId).map(pageView),
    ...(home === undefined ? {} : { home: pageView(home) }),
    ...(panel === undefined ? {} : { panel }),
    appName: workspace.appName,
  };
}

/** The side panel as it is now, or undefined where the sandbox has none. */
export function panelOf(state: State): Panel | undefined {
  const { panel } = state.settings;
  return panel === undefined ? undefined : { faults: panel.faults, members: panel.members() };
}
