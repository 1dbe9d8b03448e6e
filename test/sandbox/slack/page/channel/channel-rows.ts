import type { PageMessage } from "../../page-api.ts";
import { channelMessages } from "../workspace/threads.ts";
import type { Notice, Workspace } from "../workspace/workspace.ts";
import { timeOfTs } from "./time-of-ts.ts";

export type Row =
  | { readonly kind: "message"; readonly key: string; readonly at: Date; readonly message: PageMessage }
  | { readonly kind: "notice"; readonly key: string; readonly at: Date; readonly notice: Notice };

/** Messages and notices of a channel, oldest first. */
export function channelRows(workspace: Workspace, channel: string): readonly Row[] {
  const messages = channelMessages(workspace.state, channel).map(
    (message): Row => ({ kind: "message", key: message.ts, at: timeOfTs(message.ts), message }),
  );
  const notices = workspace.notices
    .filter((notice) => notice.channel === channel)
    .map((notice): Row => ({ kind: "notice", key: `notice ${notice.id}`, at: notice.at, notice }));
  return [...messages, ...notices].sort((a, b) => a.at.getTime() - b.at.getTime());
}
