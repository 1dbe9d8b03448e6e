import type { Message } from "../../src/slack/blocks/message.ts";
import { isObject, type JsonObject, objectOf, objectsOf, textOf } from "../sandbox/slack/json.ts";
import type { Json } from "../sandbox/slack/page-api.ts";

/** A message as a person reads it, from top to bottom. */
export function readable({ blocks }: Pick<Message, "blocks"> | { readonly blocks?: readonly Json[] }): string {
  const plain: unknown = JSON.parse(JSON.stringify(blocks ?? []));
  return (Array.isArray(plain) ? plain : []).filter(isObject).map(blockText).join("\n");
}

function blockText(block: JsonObject): string {
  switch (block["type"]) {
    case "header":
      return `# ${shown(objectOf(block["text"])["text"])}`;
    case "context":
      return objectsOf(block["elements"])
        .map((one) => `(${shown(one["text"])})`)
        .join("\n");
    case "actions":
      return objectsOf(block["elements"]).map(elementText).join(" ");
    case "divider":
      return "---";
    default: {
      const accessory = isObject(block["accessory"]) ? ` ${elementText(block["accessory"])}` : "";
      return `${shown(objectOf(block["text"])["text"])}${accessory}`;
    }
  }
}

function elementText(element: JsonObject): string {
  if (element["type"] === "static_select") {
    const options = objectsOf(element["options"]).map((one) => shown(objectOf(one["text"])["text"]));
    return `[${shown(objectOf(element["placeholder"])["text"])} v ${options.join(" | ")}]`;
  }
  const { title, text } = objectOf(element["confirm"]);
  const asks = title === undefined ? "" : ` -> "${shown(objectOf(title)["text"])}" ${shown(objectOf(text)["text"])}`;
  return `[${shown(objectOf(element["text"])["text"])}${asks}]`;
}

/** The reader's clock is UTC here. */
function shown(text: Json | undefined): string {
  return textOf(text)
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, "$1")
    .replaceAll("\u2060", "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
