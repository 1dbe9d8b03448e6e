import { basicBlocks, block } from "./basic-blocks.ts";
import { all, anything, boolean, byType, type Check, list, object, oneOf, optional, rule, string } from "./check.ts";
import { buttonElement, imageElement } from "./elements.ts";
import { richText } from "./rich-text.ts";
import { table } from "./tables.ts";
import { anyText, plainText } from "./text-objects.ts";

const contents = ["hero_image", "title", "actions", "body"];

export const card: Check = all(
  block("card", {
    hero_image: optional(imageElement),
    icon: optional(imageElement),
    slack_icon: optional(object({ type: optional(anything), name: string() })),
    title: optional(anyText(150)),
    subtitle: optional(anyText(150)),
    body: optional(anyText(200)),
    subtext: optional(anyText(200)),
    actions: optional(list(byType(buttonElement), { min: 1, max: 3 })),
  }),
  rule((one) =>
    contents.some((key) => one[key] !== undefined)
      ? undefined
      : "must define at least one of `hero_image`, `title`, `actions` or `body`",
  ),
);

export const carousel: Check = block("carousel", { elements: list(byType({ card }), { min: 1, max: 10 }) });

const { actions, context, divider, header, image, input, rich_text, section, video } = basicBlocks;
const children = { actions, context, divider, header, image, input, rich_text, section, video, table };

export const container: Check = all(
  block("container", {
    title: optional(plainText(150)),
    rich_text_title: optional(richText),
    subtitle: optional(anyText(150)),
    child_blocks: list(byType(present(children)), { min: 1, max: 10 }),
    width: optional(oneOf("narrow", "standard", "wide", "full")),
    icon: optional(imageElement),
    is_collapsible: optional(boolean),
    default_collapsed: optional(boolean),
    has_header_divider: optional(boolean),
  }),
  rule((one) =>
    one["title"] === undefined && one["rich_text_title"] === undefined
      ? "must define either `title` or `rich_text_title`"
      : undefined,
  ),
  rule((one) =>
    one["default_collapsed"] === true && one["is_collapsible"] !== true
      ? "`default_collapsed` requires `is_collapsible`"
      : undefined,
  ),
);

function present(checks: Readonly<Record<string, Check | undefined>>): Readonly<Record<string, Check>> {
  const kept: Record<string, Check> = {};
  for (const [type, check] of Object.entries(checks)) if (check !== undefined) kept[type] = check;
  return kept;
}
