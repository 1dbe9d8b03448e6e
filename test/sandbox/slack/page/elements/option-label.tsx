import type { ReactElement } from "react";
import type { JsonObject } from "../../json.ts";
import { TextObject } from "../text/text-object.tsx";

/** An option's text and, below it, what it says of itself. */
export function OptionLabel({ option }: { readonly option: JsonObject }): ReactElement {
  return (
    <span className="option-label">
      <TextObject text={option["text"]} />
      {option["description"] !== undefined && (
        <span className="option-description">
          <TextObject text={option["description"]} />
        </span>
      )}
    </span>
  );
}
