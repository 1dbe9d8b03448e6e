import { all, type Check, list, object, optional, rule, string } from "./check.ts";
import { anyText, plainText } from "./text-objects.ts";

const mostOptions = 100;
const value = string({ max: 150 });

/** Of selects and overflow menus. */
export const plainOption = object({
  text: plainText(75),
  value,
  description: optional(plainText(75)),
  url: optional(string({ max: 3_000 })),
});

/** Of radio buttons and checkboxes, which take mrkdwn as well. */
export const richOption = object({ text: anyText(75), value, description: optional(anyText(75)) });

const options = list(plainOption, { min: 1, max: mostOptions });
const optionGroup = object({ label: plainText(75), options });

/** The two fields of a static select, of which exactly one is there. */
export const optionFields = {
  options: optional(options),
  option_groups: optional(list(optionGroup, { min: 1, max: mostOptions })),
};

export const hasOptions: Check = all(
  rule((element) =>
    element["options"] === undefined && element["option_groups"] === undefined
      ? "must define either `options` or `option_groups`"
      : undefined,
  ),
  rule((element) =>
    element["options"] !== undefined && element["option_groups"] !== undefined
      ? "cannot provide both `options` and `option_groups`"
      : undefined,
  ),
);
