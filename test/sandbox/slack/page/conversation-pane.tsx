import { type ReactElement, useState } from "react";
import type { PageChannel } from "../page-api.ts";
import { ChannelPane } from "./channel/channel-pane.tsx";
import type { Draft } from "./composer/draft.ts";
import { HomeTab } from "./home/home-tab.tsx";
import { isDirect } from "./workspace/names.ts";
import type { Workspace } from "./workspace/workspace.ts";

type Tab = "home" | "messages";

/** The conversation that is open; the app's own has a Home tab before its messages. */
export function ConversationPane(props: {
  readonly workspace: Workspace;
  readonly channel: PageChannel;
  readonly draft: Draft | undefined;
  readonly openThread: (ts: string) => void;
}): ReactElement {
  const { channel } = props;
  const hasHome = isDirect(channel.id);
  const [tab, setTab] = useState<Tab>(hasHome ? "home" : "messages");
  return (
    <main id="conversation" className="conversation-pane" tabIndex={-1}>
      <header className="pane-head">
        <h2>{hasHome ? channel.name : `# ${channel.name}`}</h2>
        {hasHome ? <Tabs current={tab} choose={setTab} /> : <p className="topic">{channel.topic}</p>}
      </header>
      {tab === "home" ? <HomeTab /> : <ChannelPane {...props} />}
    </main>
  );
}

const tabs: readonly (readonly [Tab, string])[] = [
  ["home", "Home"],
  ["messages", "Messages"],
];

function Tabs(props: { readonly current: Tab; readonly choose: (tab: Tab) => void }): ReactElement {
  return (
    <div className="tabs">
      {tabs.map(([tab, label]) => (
        <button key={tab} type="button" aria-pressed={tab === props.current} onClick={() => props.choose(tab)}>
          {label}
        </button>
      ))}
    </div>
  );
}
