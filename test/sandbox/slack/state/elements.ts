import { compact, isObject, type JsonObject, objectOf, objectsOf, textOf } from "../json.ts";
import type { Json } from "../page-api.ts";
import { mintBlockId } from "./mint.ts";

/** An interactive element and the block that it stands in. */
export type Placed = { readonly blockId: string; readonly block: JsonObject; readonly element: JsonObject };

/** Every element with an action id, nested blocks included, in reading order. */
export function elementsOf(blocks: readonly JsonObject[]): readonly Placed[] {
  return blocks.flatMap((block) => [...ownElements(block), ...elementsOf(childBlocks(block))]);
}

function ownElements(block: JsonObject): readonly Placed[] {
  const candidates = [block["accessory"], block["element"], ...nestedElements(block)];
  const blockId = textOf(block["block_id"]);
  return candidates
    .filter(isObject)
    .filter((element) => typeof element["action_id"] === "string")
    .map((element) => ({ blockId, block, element }));
}

function nestedElements(block: JsonObject): readonly JsonObject[] {
  if (block["type"] === "actions" || block["type"] === "context_actions") return objectsOf(block["elements"]);
  return block["type"] === "card" ? objectsOf(block["actions"]) : [];
}

function childBlocks(block: JsonObject): readonly JsonObject[] {
  if (block["type"] === "carousel") return objectsOf(block["elements"]);
  return objectsOf(block["child_blocks"]);
}

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
