import type { ReactElement } from "react";
import type { PageMessage } from "../../page-api.ts";
import { useSlack } from "../workspace/slack-context.ts";
import { repliesTo } from "../workspace/threads.ts";
import { MessageTime } from "./message-time.tsx";
import { timeOfTs } from "./time-of-ts.ts";

/** Opens a message's thread; says how long it is. */
export function ThreadSummary(props: {
  readonly message: PageMessage;
  readonly open: (ts: string) => void;
}): ReactElement {
  const { message, open } = props;
  const { state } = useSlack();
  const replies = repliesTo(state, message);
  const last = replies.at(-1);
  const parentTs = message.threadTs ?? message.ts;
  if (last === undefined) {
    return (
      <button type="button" className="thread-start" onClick={() => open(parentTs)}>
        Reply in thread
      </button>
    );
  }
  return (
    <button type="button" className="thread-summary" onClick={() => open(parentTs)}>
      <strong>
        {replies.length} {replies.length === 1 ? "reply" : "replies"}
      </strong>
      <span>
        Last reply <MessageTime at={timeOfTs(last.ts)} />
      </span>
    </button>
  );
}
