import type { ReactElement } from "react";
import type { Notice } from "../workspace/workspace.ts";
import { Avatar } from "./avatar.tsx";
import { MessageTime } from "./message-time.tsx";

/** What Slack itself tells a person, such as that the app did not respond. */
export function NoticeRow({ notice }: { readonly notice: Notice }): ReactElement {
  return (
    <article className="message ephemeral" aria-label="Notice">
      <Avatar name="S" isApp={false} />
      <div className="message-body">
        <p className="ephemeral-note">Only visible to you</p>
        <header className="message-head">
          <strong>Slackbot</strong>
          <MessageTime at={notice.at} />
        </header>
        <p>{notice.text}</p>
      </div>
    </article>
  );
}
