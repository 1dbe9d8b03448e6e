import { type ReactElement, useEffect, useRef } from "react";
import type { PageMessage } from "../../page-api.ts";
import { Composer } from "../composer/composer.tsx";
import { useFocusGivenBack } from "../use-focus-given-back.ts";
import { useSlack } from "../workspace/slack-context.ts";
import { repliesTo } from "../workspace/threads.ts";
import { MessageRow } from "./message-row.tsx";
import { useStickyBottom } from "./use-sticky-bottom.ts";

/** A message and its replies, beside the channel. Escape closes it. */
export function ThreadPane(props: { readonly parent: PageMessage; readonly close: () => void }): ReactElement {
  const { parent, close } = props;
  const { state } = useSlack();
  const replies = repliesTo(state, parent);
  const { list } = useStickyBottom(replies.length);
  const closing = useRef<HTMLButtonElement>(null);
  useFocusGivenBack();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread is opened anew
  useEffect(() => closing.current?.focus(), [parent.ts]);
  return (
    <aside
      className="thread-pane"
      aria-label="Thread"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <header className="pane-head">
        <h2>Thread</h2>
        <button ref={closing} type="button" className="icon-button" aria-label="Close thread" onClick={close}>
          ✕
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to reach what it scrolls */}
      <section ref={list} className="message-list" aria-label="Messages in the thread" tabIndex={0}>
        <MessageRow message={parent} />
        <p className="reply-count">
          {replies.length} {replies.length === 1 ? "reply" : "replies"}
        </p>
        {replies.map((reply) => (
          <MessageRow key={reply.ts} message={reply} />
        ))}
      </section>
      <Composer label="Reply" channel={parent.channel} threadTs={parent.ts} draft={undefined} />
    </aside>
  );
}
