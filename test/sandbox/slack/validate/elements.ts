import { all, anything, boolean, type Check, list, number, object, oneOf, optional, rule, string } from "./check.ts";
import { hasOptions, optionFields, plainOption, richOption } from "./options.ts";
import { richText } from "./rich-text.ts";
import { anyText, confirmDialog, identifier, plainText } from "./text-objects.ts";

type Fields = Readonly<Record<string, Check>>;

const mostChoices = 10;
const actionable = { action_id: optional(identifier) };
const confirmable = { confirm: optional(confirmDialog) };
const focusable = { focus_on_load: optional(boolean) };
const placeholdable = { placeholder: optional(plainText(150)) };
const dispatchable = {
  dispatch_action_config: optional(
    object({ trigger_actions_on: optional(list(oneOf("on_enter_pressed", "on_character_entered"), { min: 1 })) }),
  ),
};

const button = element("button", {
  ...confirmable,
  text: plainText(75),
  value: optional(string({ min: 0, max: 2_000 })),
  url: optional(string({ max: 3_000 })),
  style: optional(oneOf("primary", "danger")),
  accessibility_label: optional(string({ max: 75 })),
});

const workflowButton = element("workflow_button", {
  ...confirmable,
  text: plainText(75),
  workflow: anything,
  style: optional(oneOf("primary", "danger")),
  accessibility_label: optional(string({ max: 75 })),
});

export const imageElement: Check = all(
  object({
    type: oneOf("image"),
    alt_text: string({ max: 2_000 }),
    image_url: optional(string({ max: 3_000 })),
    slack_file: optional(anything),
  }),
  rule((image) =>
    image["image_url"] === undefined && image["slack_file"] === undefined
      ? "must define either `image_url` or `slack_file`"
      : undefined,
  ),
);

const select = { ...confirmable, ...focusable, ...placeholdable };
const several = { max_selected_items: optional(number({ min: 1 })) };
const choices = list(richOption, { min: 1, max: mostChoices });
const filter = {
  default_to_current_conversation: optional(boolean),
  response_url_enabled: optional(boolean),
  filter: optional(anything),
};

const choosers = {
  static_select: all(
    element("static_select", { ...select, ...optionFields, initial_option: optional(plainOption) }),
    hasOptions,
  ),
  multi_static_select: all(
    element("multi_static_select", {
      ...select,
      ...several,
      ...optionFields,
      initial_options: optional(list(plainOption)),
    }),
    hasOptions,
  ),
  external_select: element("external_select", {
    ...select,
    min_query_length: optional(number({ min: 0 })),
    initial_option: optional(plainOption),
  }),
  multi_external_select: element("multi_external_select", {
    ...select,
    ...several,
    min_query_length: optional(number({ min: 0 })),
    initial_options: optional(list(plainOption)),
  }),
  users_select: element("users_select", { ...select, initial_user: optional(string()) }),
  multi_users_select: element("multi_users_select", { ...select, ...several, initial_users: optional(list(string())) }),
  conversations_select: element("conversations_select", {
    ...select,
    ...filter,
    initial_conversation: optional(string()),
  }),
  multi_conversations_select: element("multi_conversations_select", {
    ...select,
    ...several,
    ...filter,
    initial_conversations: optional(list(string())),
  }),
  channels_select: element("channels_select", {
    ...select,
    response_url_enabled: optional(boolean),
    initial_channel: optional(string()),
  }),
  multi_channels_select: element("multi_channels_select", {
    ...select,
    ...several,
    initial_channels: optional(list(string())),
  }),
  radio_buttons: element("radio_buttons", {
    ...confirmable,
    ...focusable,
    options: choices,
    initial_option: optional(richOption),
  }),
  checkboxes: element("checkboxes", {
    ...confirmable,
    ...focusable,
    options: choices,
    initial_options: optional(list(richOption, { min: 1 })),
  }),
  datepicker: element("datepicker", { ...select, initial_date: optional(string()) }),
  timepicker: element("timepicker", { ...select, initial_time: optional(string()), timezone: optional(string()) }),
};

const datetimepicker = element("datetimepicker", {
  ...confirmable,
  ...focusable,
  initial_date_time: optional(number()),
});
const overflow = element("overflow", { ...confirmable, options: list(plainOption, { min: 1, max: 5 }) });

const typed = { ...focusable, ...placeholdable, ...dispatchable };
const richTextInput = element("rich_text_input", {
  ...typed,
  initial_value: optional(richText),
  min_lines: optional(number({ min: 1, max: 100 })),
  max_lines: optional(number({ min: 1, max: 100 })),
});

/** What an actions block may hold. */
export const actionElements = {
  ...choosers,
  button,
  datetimepicker,
  overflow,
  workflow_button: workflowButton,
  rich_text_input: richTextInput,
};

/** What may stand beside a section. */
export const accessories = { ...choosers, button, overflow, workflow_button: workflowButton, image: imageElement };

/** What an input block may hold. */
export const inputElements = {
  ...choosers,
  datetimepicker,
  rich_text_input: richTextInput,
  plain_text_input: element("plain_text_input", {
    ...typed,
    initial_value: optional(string({ min: 0, max: 3_000 })),
    multiline: optional(boolean),
    min_length: optional(number({ min: 0, max: 3_000 })),
    max_length: optional(number({ min: 1, max: 3_000 })),
  }),
  email_text_input: element("email_text_input", { ...typed, initial_value: optional(string()) }),
  url_text_input: element("url_text_input", { ...typed, initial_value: optional(string()) }),
  number_input: element("number_input", {
    ...typed,
    is_decimal_allowed: anything,
    initial_value: optional(string()),
    min_value: optional(string()),
    max_value: optional(string()),
  }),
  file_input: element("file_input", {
    filetypes: optional(list(string())),
    max_files: optional(number({ min: 1, max: 10 })),
  }),
};

export const buttonElement = { button };

const feedbackButton = object({
  text: plainText(75),
  value: string({ max: 2_000 }),
  accessibility_label: optional(string({ max: 75 })),
});

/** What a context_actions block may hold. */
export const contextActionElements = {
  feedback_buttons: element("feedback_buttons", { positive_button: feedbackButton, negative_button: feedbackButton }),
  icon_button: element("icon_button", {
    ...confirmable,
    icon: string(),
    text: plainText(75),
    value: optional(string({ max: 2_000 })),
    accessibility_label: optional(string({ max: 75 })),
    visible_to_user_ids: optional(list(string())),
  }),
};

/** What a context block may hold. */
export const contextElements = { image: imageElement, plain_text: anyText(3_000), mrkdwn: anyText(3_000) };

function element(type: string, fields: Fields): Check {
  return object({ type: oneOf(type), ...actionable, ...fields });
}
