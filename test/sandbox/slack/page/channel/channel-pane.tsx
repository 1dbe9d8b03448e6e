import type { ReactElement } from "react";
import type { PageChannel } from "../../page-api.ts";
import { Composer } from "../composer/composer.tsx";
import type { Draft } from "../composer/draft.ts";
import { isDirect } from "../workspace/names.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { channelRows } from "./channel-rows.ts";
import { MessageList } from "./message-list.tsx";

/** A conversation: its messages and the box to type into. */
export function ChannelPane(props: {
  readonly workspace: Workspace;
  readonly channel: PageChannel;
  readonly draft: Draft | undefined;
  readonly openThread: (ts: string) => void;
}): ReactElement {
  const { workspace, channel } = props;
  const name = isDirect(channel.id) ? channel.name : `#${channel.name}`;
  return (
    <>
      <MessageList
        label={`Messages in ${name}`}
        rows={channelRows(workspace, channel.id)}
        openThread={props.openThread}
      />
      <Composer label={`Message ${name}`} channel={channel.id} draft={props.draft} />
    </>
  );
}
