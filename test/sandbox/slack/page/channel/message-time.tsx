import type { ReactElement } from "react";

/** The time of a message's ts. */
export function MessageTime({ at }: { readonly at: Date }): ReactElement {
  return (
    <time className="message-time" dateTime={at.toISOString()} title={at.toLocaleString("en-GB")}>
      {at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}
    </time>
  );
}
