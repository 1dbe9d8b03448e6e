import type { PageState, Panel } from "../page-api.ts";
import { identity } from "../state/identity.ts";
import type { State } from "../state/state.ts";
import { pageView } from "../state/view.ts";

/** Everything that this user sees just now. */
export function pageState(state: State, userId: string): PageState {
  const { workspace, views } = state;
  const home = views.home(userId);
  const panel = panelOf(state);
  const { hints } = state.settings;
  return {
    users: workspace.users,
    userGroups: workspace.userGroups.map(({ id, handle }) => ({ id, handle })),
    channels: workspace.conversationsOf(userId).map(({ id, name, topic }) => ({ id, name, topic })),
    messages: state.messages.seenBy(userId),
    modals: views.stack(userId).map(pageView),
    ...(home === undefined ? {} : { home: pageView(home) }),
    ...(panel === undefined ? {} : { panel }),
    ...(hints === undefined ? {} : { hints }),
    appName: workspace.appName,
    appUserId: identity.botUserId,
  };
}

/** The side panel as it is now, or undefined where the sandbox has none. */
export function panelOf(state: State): Panel | undefined {
  const { panel } = state.settings;
  return panel === undefined ? undefined : { faults: panel.faults, members: panel.members() };
}
