import { type ReactElement, useId } from "react";
import { objectOf, textOf } from "../../json.ts";
import { Element } from "../elements/element.tsx";
import { useSurface } from "../elements/surface.ts";
import { TextObject } from "../text/text-object.tsx";
import type { BlockProps } from "./block-props.ts";

/** A label, an input, what it is for, and what was wrong with the answer. */
export function InputBlock({ block }: BlockProps): ReactElement {
  const { errors } = useSurface();
  const id = useId();
  const blockId = textOf(block["block_id"]);
  const error = errors[blockId];
  const hasHint = block["hint"] !== undefined;
  const describedBy = [...(hasHint ? [`${id}-hint`] : []), ...(error === undefined ? [] : [`${id}-error`])].join(" ");
  return (
    <div className={error === undefined ? "input-block" : "input-block has-error"} data-block={blockId}>
      <span id={`${id}-label`} className="input-label">
        <TextObject text={block["label"]} />
        {block["optional"] === true && <span className="input-optional"> (optional)</span>}
      </span>
      <Element
        element={objectOf(block["element"])}
        blockId={blockId}
        dispatches={block["dispatch_action"] === true}
        labelId={`${id}-label`}
        {...(describedBy === "" ? {} : { describedBy })}
      />
      {error !== undefined && (
        <span id={`${id}-error`} className="input-error" role="alert">
          {error}
        </span>
      )}
      {hasHint && (
        <span id={`${id}-hint`} className="input-hint">
          <TextObject text={block["hint"]} />
        </span>
      )}
    </div>
  );
}
