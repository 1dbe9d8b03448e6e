import type { ReactElement } from "react";
import { isObject, type JsonObject, objectsOf, textOf } from "../../json.ts";
import { Element } from "../elements/element.tsx";
import { keyed } from "../keyed.ts";
import { TextObject } from "../text/text-object.tsx";
import type { BlockProps } from "./block-props.ts";
import { Image } from "./image.tsx";

export function CardBlock({ block }: BlockProps): ReactElement {
  const { hero_image: hero, icon } = block;
  const actions = objectsOf(block["actions"]);
  return (
    <article className="card-block">
      {isObject(hero) && <Image image={hero} className="card-hero" />}
      <header>
        {isObject(icon) && <Image image={icon} className="context-image" />}
        <div>
          <CardText card={block} part="title" />
          <CardText card={block} part="subtitle" />
        </div>
      </header>
      <CardText card={block} part="body" />
      <CardText card={block} part="subtext" />
      {actions.length > 0 && (
        <div className="actions-block">
          {keyed(actions).map(([key, action]) => (
            <Element key={key} element={action} blockId={textOf(block["block_id"])} dispatches />
          ))}
        </div>
      )}
    </article>
  );
}

function CardText({ card, part }: { readonly card: JsonObject; readonly part: string }): ReactElement | null {
  if (card[part] === undefined) return null;
  return (
    <div className={`card-${part}`}>
      <TextObject text={card[part]} />
    </div>
  );
}
