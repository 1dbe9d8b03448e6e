import type { ReactElement } from "react";
import { TextObject } from "../text/text-object.tsx";
import type { BlockProps } from "./block-props.ts";

export function HeaderBlock({ block }: BlockProps): ReactElement {
  return (
    <h3 className="header-block">
      <TextObject text={block["text"]} />
    </h3>
  );
}
