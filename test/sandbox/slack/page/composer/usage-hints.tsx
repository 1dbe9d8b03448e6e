import type { ReactElement } from "react";
import type { PageHints } from "../../page-api.ts";

/** How a command is written, while it is typed. Tab takes the marked one; a click takes any. */
export function UsageHints(props: {
  readonly id: string;
  readonly usages: PageHints["usages"];
  readonly take: (usage: string) => void;
}): ReactElement | null {
  if (props.usages.length === 0) return null;
  return (
    <div id={props.id} className="usage-hints">
      <ul aria-label="Usage">
        {props.usages.map(({ text, about }, index) => (
          <li key={text}>
            <button
              type="button"
              tabIndex={-1}
              className={index === 0 ? "usage usage-first" : "usage"}
              onClick={() => props.take(text)}
            >
              <code>{text}</code>
              <span>{about}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="usage-keys">Tab completes, Enter sends, ↑ brings back what you sent</p>
    </div>
  );
}
