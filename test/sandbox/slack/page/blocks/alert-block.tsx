import type { ReactElement } from "react";
import { textOf } from "../../json.ts";
import { TextObject } from "../text/text-object.tsx";
import type { BlockProps } from "./block-props.ts";

/** A banner in a modal; its level is a word as well as a colour. */
export function AlertBlock({ block }: BlockProps): ReactElement {
  const level = textOf(block["level"]) || "default";
  return (
    <div className={`alert-block alert-${level}`} role="note" aria-label={level === "default" ? "Note" : level}>
      <TextObject text={block["text"]} />
    </div>
  );
}
