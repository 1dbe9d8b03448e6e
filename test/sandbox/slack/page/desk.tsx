import { type ReactElement, useEffect, useState } from "react";
import { readAddress, writeAddress } from "./address.ts";
import { Announcer } from "./channel/announcer.tsx";
import { ThreadPane } from "./channel/thread-pane.tsx";
import type { Draft } from "./composer/draft.ts";
import { ConversationPane } from "./conversation-pane.tsx";
import { ModalStack } from "./modal/modal-stack.tsx";
import { Refusal } from "./refusal.tsx";
import { SandboxPanel } from "./sandbox-panel/sandbox-panel.tsx";
import { Sidebar } from "./sidebar/sidebar.tsx";
import type { useTheme } from "./theme/use-theme.ts";
import { useRequests } from "./use-requests.ts";
import type { Connection } from "./workspace/follow-workspace.ts";
import { isDirect } from "./workspace/names.ts";
import { SlackProvider } from "./workspace/slack-context.ts";
import { findMessage } from "./workspace/threads.ts";
import type { Workspace } from "./workspace/workspace.ts";

/** Everything that one account sees, side by side. */
export function Desk(props: {
  readonly workspace: Workspace;
  readonly connection: Connection;
  readonly markRead: (channel: string) => void;
  readonly chooseUser: (userId: string) => void;
  readonly theme: ReturnType<typeof useTheme>;
}): ReactElement {
  const { workspace, markRead } = props;
  const { state, userId } = workspace;
  const [wanted, setWanted] = useState(readAddress().channel);
  const [threadTs, setThreadTs] = useState<string>();
  const [draft, setDraft] = useState<Draft>();
  const requests = useRequests(userId);
  const channel = state.channels.find((one) => one.id === wanted) ?? state.channels[0];
  const channelId = channel?.id ?? "";
  const parent = threadTs === undefined ? undefined : findMessage(state, channelId, threadTs);

  useEffect(() => writeAddress({ user: userId, channel: channelId }), [userId, channelId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever comes while it is looked at is read
  useEffect(() => markRead(channelId), [channelId, state.messages]);

  function openChannel(id: string): void {
    setWanted(id);
    setThreadTs(undefined);
    setDraft(undefined);
  }
  function tryCommand(text: string): void {
    if (isDirect(channelId)) openChannel(state.channels[0]?.id ?? "");
    setDraft({ text });
  }
  return (
    <SlackProvider value={{ state, userId, theme: props.theme.theme, send: requests.send }}>
      <a className="skip-link" href="#conversation">
        Skip to the conversation
      </a>
      <Sidebar {...props} channel={channelId} chooseChannel={openChannel} />
      {channel !== undefined && (
        <ConversationPane
          key={`${userId} ${channelId}`}
          workspace={workspace}
          channel={channel}
          draft={draft}
          openThread={setThreadTs}
        />
      )}
      {parent !== undefined && <ThreadPane parent={parent} close={() => setThreadTs(undefined)} />}
      <SandboxPanel panel={state.panel} hints={state.hints} tryCommand={tryCommand} />
      <ModalStack />
      <Announcer key={userId} workspace={workspace} />
      <Refusal text={requests.refusal} dismiss={requests.dismiss} />
      {props.connection === "lost" && (
        <p className="connection-lost" role="alert">
          The sandbox does not answer. Trying again…
        </p>
      )}
    </SlackProvider>
  );
}
