import { type ReactElement, useId } from "react";
import type { PageMessage } from "../../page-api.ts";
import { Emoji } from "../text/emoji.tsx";
import { useSlack } from "../workspace/slack-context.ts";
import { Avatar } from "./avatar.tsx";
import { MessageContent } from "./message-content.tsx";
import { MessageTime } from "./message-time.tsx";
import { ThreadSummary } from "./thread-summary.tsx";
import { timeOfTs } from "./time-of-ts.ts";
import { useKeptFocus } from "./use-kept-focus.ts";

type RowProps = {
  readonly message: PageMessage;
  /** Where it may have a thread of its own. */
  readonly openThread?: (ts: string) => void;
};

/** One message: who, when, what, and its thread. */
export function MessageRow({ message, openThread }: RowProps): ReactElement {
  const { author } = message;
  const { userId } = useSlack();
  const headId = useId();
  const row = useKeptFocus(message);
  const isEphemeral = message.ephemeralFor !== undefined;
  return (
    <article ref={row} className={isEphemeral ? "message ephemeral" : "message"} aria-labelledby={headId} tabIndex={-1}>
      <Avatar name={author.name} isApp={author.isApp} />
      <div className="message-body">
        {isEphemeral && <p className="ephemeral-note">Only visible to you</p>}
        <header id={headId} className="message-head">
          <strong>{author.name}</strong>
          {author.isApp && <span className="app-badge">App</span>}
          <MessageTime at={timeOfTs(message.ts)} />
          {message.isBroadcast === true && <span className="message-note">replied to a thread</span>}
        </header>
        <MessageContent key={userId} message={message} />
        {message.edited && <span className="message-note">(edited)</span>}
        <Reactions names={message.reactions ?? []} />
        {openThread !== undefined && !isEphemeral && <ThreadSummary message={message} open={openThread} />}
      </div>
    </article>
  );
}

function Reactions({ names }: { readonly names: readonly string[] }): ReactElement | null {
  if (names.length === 0) return null;
  return (
    <ul className="reactions" aria-label="Reactions">
      {names.map((name) => (
        <li key={name}>
          <Emoji name={name} />
        </li>
      ))}
    </ul>
  );
}
