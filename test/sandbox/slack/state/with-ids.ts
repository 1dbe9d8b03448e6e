import { compact, isObject, type JsonObject, objectOf, objectsOf, textOf } from "../json.ts";
import type { Json } from "../page-api.ts";
import { mintBlockId } from "./mint.ts";

/** The blocks with the ids that the app left out, as Slack gives them back. */
export function withIds(blocks: readonly JsonObject[]): readonly JsonObject[] {
  return blocks.map((block) =>
    compact({
      ...block,
      block_id: textOf(block["block_id"]) || mintBlockId(),
      accessory: withActionId(block["accessory"]),
      element: withActionId(block["element"]),
      elements: block["type"] === "carousel" ? cardsWithIds(block["elements"]) : elementsWithIds(block["elements"]),
      actions: elementsWithIds(block["actions"]),
      child_blocks: cardsWithIds(block["child_blocks"]),
    }),
  );
}

function cardsWithIds(blocks: Json | undefined): Json | undefined {
  return Array.isArray(blocks) ? withIds(objectsOf(blocks)) : blocks;
}

function elementsWithIds(elements: Json | undefined): Json | undefined {
  if (!Array.isArray(elements)) return elements;
  return objectsOf(elements).map((element) => objectOf(withActionId(element)));
}

const interactive = /button|select|picker|checkboxes|overflow|input|radio_buttons/;

function withActionId(element: Json | undefined): Json | undefined {
  if (!isObject(element) || !interactive.test(textOf(element["type"]))) return element;
  return typeof element["action_id"] === "string" ? element : { ...element, action_id: mintBlockId() };
}
