import type { ReactElement } from "react";
import type { Row } from "./channel-rows.ts";
import { MessageRow } from "./message-row.tsx";
import { NoticeRow } from "./notice-row.tsx";
import { useStickyBottom } from "./use-sticky-bottom.ts";

/** The messages of a channel. It stays at the newest one, unless the person has scrolled up. */
export function MessageList(props: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly openThread: (ts: string) => void;
}): ReactElement {
  const { list, isBehind, toNewest } = useStickyBottom(props.rows);
  return (
    <div className="message-list-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to reach what it scrolls */}
      <section ref={list} className="message-list" aria-label={props.label} tabIndex={0}>
        {props.rows.length === 0 && <p className="empty">Nothing here yet.</p>}
        {props.rows.map((row) =>
          row.kind === "message" ? (
            <MessageRow key={row.key} message={row.message} openThread={props.openThread} />
          ) : (
            <NoticeRow key={row.key} notice={row.notice} />
          ),
        )}
      </section>
      {isBehind && (
        <button type="button" className="to-newest" onClick={toNewest}>
          Newer messages ↓
        </button>
      )}
    </div>
  );
}
