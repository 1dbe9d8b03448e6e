import { type ReactElement, useState } from "react";
import { type JsonObject, textOf } from "../../json.ts";
import { TextObject } from "../text/text-object.tsx";

/** A picture, or its words where it cannot be loaded: the page asks nobody but the sandbox for anything. */
export function Image({ image, className }: { readonly image: JsonObject; readonly className: string }): ReactElement {
  const [isMissing, setIsMissing] = useState(false);
  const url = textOf(image["image_url"]);
  const alternative = textOf(image["alt_text"]);
  const isLocal = url.startsWith("data:image/") || new URL(url || "/", location.href).origin === location.origin;
  return (
    <figure className={className}>
      {image["title"] !== undefined && (
        <figcaption>
          <TextObject text={image["title"]} />
        </figcaption>
      )}
      {isLocal && !isMissing ? (
        <img src={url} alt={alternative} onError={() => setIsMissing(true)} />
      ) : (
        <span className="image-missing">Image: {alternative}</span>
      )}
    </figure>
  );
}
