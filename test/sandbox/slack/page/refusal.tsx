import type { ReactElement } from "react";

/** Why the last thing could not be done. */
export function Refusal(props: {
  readonly text: string | undefined;
  readonly dismiss: () => void;
}): ReactElement | null {
  if (props.text === undefined) return null;
  return (
    <div className="refusal" role="alert">
      <span>{props.text}</span>
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={props.dismiss}>
        ✕
      </button>
    </div>
  );
}
