import type { ReactElement } from "react";
import { isObject, objectsOf, textOf } from "../../json.ts";
import { Element } from "../elements/element.tsx";
import { keyed } from "../keyed.ts";
import { TextObject } from "../text/text-object.tsx";
import type { BlockProps } from "./block-props.ts";

/** Text or fields in two columns, and one element beside them. */
export function SectionBlock({ block }: BlockProps): ReactElement {
  const { text, accessory } = block;
  const fields = objectsOf(block["fields"]);
  return (
    <div className="section-block">
      <div className="section-text">
        {text !== undefined && <TextObject text={text} />}
        {fields.length > 0 && (
          <div className="section-fields">
            {keyed(fields).map(([key, field]) => (
              <div key={key}>
                <TextObject text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {isObject(accessory) && (
        <div className="section-accessory">
          <Element element={accessory} blockId={textOf(block["block_id"])} dispatches />
        </div>
      )}
    </div>
  );
}
