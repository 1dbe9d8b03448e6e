import { anything, byType, type Check, list, number, object, oneOf, optional, string } from "./check.ts";

const style = { style: optional(anything) };
const inline = byType({
  text: object({ type: oneOf("text"), text: string(), ...style }),
  link: object({
    type: oneOf("link"),
    url: string({ max: 3_000 }),
    text: optional(string()),
    unsafe: optional(anything),
    ...style,
  }),
  emoji: object({
    type: oneOf("emoji"),
    name: string(),
    unicode: optional(string()),
    url: optional(string()),
    ...style,
  }),
  user: object({ type: oneOf("user"), user_id: string(), ...style }),
  usergroup: object({ type: oneOf("usergroup"), usergroup_id: string(), ...style }),
  channel: object({ type: oneOf("channel"), channel_id: string(), ...style }),
  team: object({ type: oneOf("team"), team_id: string(), ...style }),
  broadcast: object({ type: oneOf("broadcast"), range: oneOf("here", "channel", "everyone"), ...style }),
  color: object({ type: oneOf("color"), value: string(), ...style }),
  date: object({
    type: oneOf("date"),
    timestamp: number(),
    format: string(),
    url: optional(string()),
    fallback: optional(string()),
    ...style,
  }),
});

const border = { border: optional(number({ min: 0, max: 1 })) };
const section = object({ type: oneOf("rich_text_section"), elements: list(inline) });
const part = byType({
  rich_text_section: section,
  rich_text_list: object({
    type: oneOf("rich_text_list"),
    elements: list(byType({ rich_text_section: section })),
    style: oneOf("bullet", "ordered"),
    indent: optional(number({ min: 0, max: 8 })),
    offset: optional(number({ min: 0 })),
    ...border,
  }),
  rich_text_quote: object({ type: oneOf("rich_text_quote"), elements: list(inline), ...border }),
  rich_text_preformatted: object({
    type: oneOf("rich_text_preformatted"),
    elements: list(inline),
    language: optional(string()),
    ...border,
  }),
});

/** A `rich_text` block, on its own or within a cell, a card or a task. */
export const richText: Check = byType({
  rich_text: object({
    type: oneOf("rich_text"),
    elements: list(part, { min: 1 }),
    block_id: optional(string({ max: 255 })),
  }),
});
