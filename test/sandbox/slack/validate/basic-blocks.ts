import { all, anything, boolean, byType, type Check, list, object, oneOf, optional, rule, string } from "./check.ts";
import { accessories, actionElements, contextActionElements, contextElements, inputElements } from "./elements.ts";
import { richText } from "./rich-text.ts";
import { anyText, identifier, plainText } from "./text-objects.ts";

/** An object with the fields that every block has. */
export function block(type: string, fields: Readonly<Record<string, Check>>): Check {
  return object({ type: oneOf(type), block_id: optional(identifier), ...fields });
}

/** Action ids are unique within their block. */
const uniqueActionIds: Check = (value, at) => {
  const seen = new Set<string>();
  return list((element, where) => {
    const id =
      element !== null && typeof element === "object" && "action_id" in element ? element["action_id"] : undefined;
    if (typeof id !== "string") return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ message: `\`action_id\` "${id}" already exists`, at: `${where}/action_id` }];
  })(value, at);
};

const section = all(
  block("section", {
    text: optional(anyText(3_000)),
    fields: optional(list(anyText(2_000), { min: 1, max: 10 })),
    accessory: optional(byType(accessories)),
    expand: optional(boolean),
  }),
  rule((one) =>
    one["text"] === undefined && one["fields"] === undefined ? "must define either `text` or `fields`" : undefined,
  ),
);

const image = all(
  block("image", {
    alt_text: string({ max: 2_000 }),
    title: optional(plainText(2_000)),
    image_url: optional(string({ max: 3_000 })),
    slack_file: optional(anything),
  }),
  rule((one) =>
    one["image_url"] === undefined && one["slack_file"] === undefined
      ? "must define either `image_url` or `slack_file`"
      : undefined,
  ),
);

/** The blocks that stand in messages, modals and Home tabs alike, and in containers. */
export const basicBlocks: Readonly<Record<string, Check>> = {
  actions: block("actions", { elements: all(list(byType(actionElements), { min: 1, max: 25 }), uniqueActionIds) }),
  context: block("context", { elements: list(byType(contextElements), { min: 1, max: 10 }) }),
  divider: block("divider", {}),
  header: block("header", { text: plainText(150), level: optional(anything) }),
  image,
  input: block("input", {
    label: plainText(2_000),
    element: byType(inputElements),
    hint: optional(plainText(2_000)),
    optional: optional(boolean),
    dispatch_action: optional(boolean),
  }),
  rich_text: richText,
  section,
  video: block("video", {
    video_url: string(),
    thumbnail_url: string(),
    alt_text: string(),
    title: plainText(199),
    title_url: optional(string()),
    author_name: optional(string({ max: 49 })),
    provider_name: optional(string()),
    provider_icon_url: optional(string()),
    description: optional(plainText(200)),
  }),
};

export const contextActions = block("context_actions", {
  elements: all(list(byType(contextActionElements), { min: 1, max: 5 }), uniqueActionIds),
});
