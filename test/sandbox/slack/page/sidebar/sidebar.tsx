import type { ReactElement } from "react";
import { ThemeSwitch } from "../theme/theme-switch.tsx";
import type { useTheme } from "../theme/use-theme.ts";
import { isDirect } from "../workspace/names.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { AccountSwitch } from "./account-switch.tsx";
import { ConversationList } from "./conversation-list.tsx";

/** The workspace: whose account, which conversation, which theme. */
export function Sidebar(props: {
  readonly workspace: Workspace;
  readonly channel: string;
  readonly chooseUser: (userId: string) => void;
  readonly chooseChannel: (channel: string) => void;
  readonly theme: ReturnType<typeof useTheme>;
}): ReactElement {
  const { workspace, channel, chooseChannel } = props;
  const { state, userId } = workspace;
  const { channels, users } = state;
  const shared = { unread: workspace.unread, current: channel, choose: chooseChannel };
  return (
    <nav className="sidebar" aria-label="Workspace">
      <h1>Redis sandbox</h1>
      <AccountSwitch users={users} userId={userId} choose={props.chooseUser} />
      <ConversationList title="Channels" conversations={channels.filter((one) => !isDirect(one.id))} {...shared} />
      <ConversationList title="Apps" conversations={channels.filter((one) => isDirect(one.id))} {...shared} />
      <ThemeSwitch choice={props.theme.choice} choose={props.theme.choose} />
    </nav>
  );
}
