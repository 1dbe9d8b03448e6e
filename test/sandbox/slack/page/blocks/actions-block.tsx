import type { ReactElement } from "react";
import { objectsOf, textOf } from "../../json.ts";
import { Element } from "../elements/element.tsx";
import { keyed } from "../keyed.ts";
import type { BlockProps } from "./block-props.ts";

export function ActionsBlock({ block }: BlockProps): ReactElement {
  return (
    <div className="actions-block">
      {keyed(objectsOf(block["elements"])).map(([key, element]) => (
        <Element key={key} element={element} blockId={textOf(block["block_id"])} dispatches />
      ))}
    </div>
  );
}
