import type { ReactElement } from "react";
import { Image } from "../blocks/image.tsx";
import type { ElementProps } from "./use-element.ts";

/** The picture beside a section or in a context. */
export function ImageElement({ element }: Pick<ElementProps, "element">): ReactElement {
  return <Image image={element} className="image-element" />;
}
