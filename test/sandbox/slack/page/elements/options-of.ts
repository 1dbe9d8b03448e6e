import { type JsonObject, objectOf, objectsOf, textOf } from "../../json.ts";

export type OptionGroup = { readonly label: string; readonly options: readonly JsonObject[] };

/** The element's options, in groups; one without a label where it has none. */
export function optionGroupsOf(element: JsonObject): readonly OptionGroup[] {
  const groups = objectsOf(element["option_groups"]).map((group) => ({
    label: textOf(objectOf(group["label"])["text"]),
    options: objectsOf(group["options"]),
  }));
  return groups.length > 0 ? groups : [{ label: "", options: objectsOf(element["options"]) }];
}

export function optionsOf(element: JsonObject): readonly JsonObject[] {
  return optionGroupsOf(element).flatMap((group) => group.options);
}

/** What a native select can show: no emoji pictures, no marks. */
export function labelOfOption(option: JsonObject): string {
  return textOf(objectOf(option["text"])["text"]);
}

export function placeholderOf(element: JsonObject): string {
  return textOf(objectOf(element["placeholder"])["text"]);
}
