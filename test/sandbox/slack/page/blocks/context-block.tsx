import type { ReactElement } from "react";
import { objectsOf } from "../../json.ts";
import { keyed } from "../keyed.ts";
import { TextObject } from "../text/text-object.tsx";
import type { BlockProps } from "./block-props.ts";
import { Image } from "./image.tsx";

export function ContextBlock({ block }: BlockProps): ReactElement {
  return (
    <div className="context-block">
      {keyed(objectsOf(block["elements"])).map(([key, element]) =>
        element["type"] === "image" ? (
          <Image key={key} image={element} className="context-image" />
        ) : (
          <div key={key}>
            <TextObject text={element} />
          </div>
        ),
      )}
    </div>
  );
}
