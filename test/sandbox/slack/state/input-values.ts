import { isObject, type JsonObject, objectsOf, textOf } from "../json.ts";
import type { Json } from "../page-api.ts";
import { elementsOf } from "./elements.ts";

/** `state.values` before anybody touched anything: what the app's `initial_…` fields say. Buttons have no state. */
export function initialValues(blocks: readonly JsonObject[]): JsonObject {
  const values: Record<string, Record<string, Json>> = {};
  for (const { blockId, element } of elementsOf(blocks)) {
    const value = initialValue(element);
    if (value === undefined) continue;
    values[blockId] = { ...values[blockId], [textOf(element["action_id"])]: value };
  }
  return values;
}

function initialValue(element: JsonObject): JsonObject | undefined {
  const type = textOf(element["type"]);
  const field = valueField(type);
  if (field === undefined) return undefined;
  const initial = element[field.initial];
  if (initial === undefined && type === "rich_text_input") return { type };
  return { type, [field.name]: initial ?? (field.name.endsWith("s") ? [] : null) };
}

/** Where an element's choice stands in `state.values` and `actions[0]`, and which field of the element begins it. */
function valueField(type: string): { readonly name: string; readonly initial: string } | undefined {
  return fields[type];
}

const fields: Readonly<Record<string, { readonly name: string; readonly initial: string }>> = {
  plain_text_input: { name: "value", initial: "initial_value" },
  email_text_input: { name: "value", initial: "initial_value" },
  url_text_input: { name: "value", initial: "initial_value" },
  number_input: { name: "value", initial: "initial_value" },
  rich_text_input: { name: "rich_text_value", initial: "initial_value" },
  file_input: { name: "files", initial: "" },
  static_select: { name: "selected_option", initial: "initial_option" },
  external_select: { name: "selected_option", initial: "initial_option" },
  radio_buttons: { name: "selected_option", initial: "initial_option" },
  checkboxes: { name: "selected_options", initial: "initial_options" },
  multi_static_select: { name: "selected_options", initial: "initial_options" },
  multi_external_select: { name: "selected_options", initial: "initial_options" },
  users_select: { name: "selected_user", initial: "initial_user" },
  multi_users_select: { name: "selected_users", initial: "initial_users" },
  conversations_select: { name: "selected_conversation", initial: "initial_conversation" },
  multi_conversations_select: { name: "selected_conversations", initial: "initial_conversations" },
  channels_select: { name: "selected_channel", initial: "initial_channel" },
  multi_channels_select: { name: "selected_channels", initial: "initial_channels" },
  datepicker: { name: "selected_date", initial: "initial_date" },
  timepicker: { name: "selected_time", initial: "initial_time" },
  datetimepicker: { name: "selected_date_time", initial: "initial_date_time" },
};

/** What an element's part of the state becomes when a person gives it this answer; options by value or by label. */
export function answerValue(element: JsonObject, answer: string | readonly string[]): JsonObject {
  const type = textOf(element["type"]);
  if (type === "overflow") return { selected_option: optionOf(element, String(answer)) };
  const field = valueField(type);
  if (field === undefined) return typeof answer === "string" ? { value: answer } : {};
  if (field.name === "selected_option") return { selected_option: optionOf(element, String(answer)) };
  const answers = typeof answer === "string" ? [answer] : answer;
  if (field.name === "selected_options") return { selected_options: answers.map((one) => optionOf(element, one)) };
  if (field.name === "selected_date_time") return { selected_date_time: Number(answer) };
  return { [field.name]: field.name.endsWith("s") ? answers : String(answer) };
}

function optionOf(element: JsonObject, wanted: string): JsonObject {
  const groups = objectsOf(element["option_groups"]).flatMap((group) => objectsOf(group["options"]));
  const options = [...objectsOf(element["options"]), ...groups];
  const labelOf = (option: JsonObject) => (isObject(option["text"]) ? textOf(option["text"]["text"]) : "");
  const option = options.find((one) => one["value"] === wanted || labelOf(one) === wanted);
  // An external select has no options of its own: whatever the app offered comes back.
  if (option === undefined && /external/.test(textOf(element["type"]))) {
    return { text: { type: "plain_text", text: wanted, emoji: true }, value: wanted };
  }
  if (option === undefined) throw new Error(`no option "${wanted}" in ${JSON.stringify(element)}`);
  return option;
}
