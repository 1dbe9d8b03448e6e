import { type ReactElement, useEffect, useRef, useState } from "react";
import type { PageMessage } from "../../page-api.ts";
import { unescapeText } from "../text/unescape-text.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Tells a screen reader of each new message of somebody else, and of each notice. */
export function Announcer({ workspace }: { readonly workspace: Workspace }): ReactElement {
  const { notices, userId } = workspace;
  const { messages } = workspace.state;
  const seen = useRef<ReadonlySet<string>>(undefined);
  const [text, setText] = useState("");

  useEffect(() => {
    const fresh = messages.filter((one) => seen.current !== undefined && !seen.current.has(keyOf(one)));
    seen.current = new Set(messages.map(keyOf));
    const newest = fresh.findLast((one) => one.author.id !== userId);
    if (newest !== undefined) setText(`${newest.author.name}: ${unescapeText(newest.text)}`);
  }, [messages, userId]);
  useEffect(() => {
    const newest = notices.at(-1);
    if (newest !== undefined) setText(newest.text);
  }, [notices]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-announcer>
      {text}
    </div>
  );
}

function keyOf(message: PageMessage): string {
  return `${message.channel} ${message.ts}`;
}
