import type { ReactElement } from "react";
import type { PageChannel } from "../../page-api.ts";
import { isDirect } from "../workspace/names.ts";

/** Conversations, with the number of messages that came while another one was looked at. */
export function ConversationList(props: {
  readonly title: string;
  readonly conversations: readonly PageChannel[];
  readonly unread: Readonly<Record<string, number>>;
  readonly current: string;
  readonly choose: (channel: string) => void;
}): ReactElement {
  return (
    <section className="conversations" aria-label={props.title}>
      <h2>{props.title}</h2>
      <ul>
        {props.conversations.map(({ id, name }) => (
          <Conversation
            key={id}
            name={isDirect(id) ? name : `# ${name}`}
            unread={id === props.current ? 0 : (props.unread[id] ?? 0)}
            isCurrent={id === props.current}
            choose={() => props.choose(id)}
          />
        ))}
      </ul>
    </section>
  );
}

function Conversation(props: {
  readonly name: string;
  readonly unread: number;
  readonly isCurrent: boolean;
  readonly choose: () => void;
}): ReactElement {
  return (
    <li>
      <button
        type="button"
        className={props.unread > 0 ? "conversation has-unread" : "conversation"}
        aria-current={props.isCurrent ? "page" : undefined}
        onClick={props.choose}
      >
        <span>{props.name}</span>
        {props.unread > 0 && (
          <span className="unread" role="img" aria-label={`${props.unread} new`}>
            {props.unread}
          </span>
        )}
      </button>
    </li>
  );
}
