import { isObject, type JsonObject, objectsOf, textOf } from "../json.ts";

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
