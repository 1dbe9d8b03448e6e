import type { KeyboardEvent, ReactElement } from "react";
import { objectOf, textOf } from "../../json.ts";
import { placeholderOf } from "./options-of.ts";
import { type ElementProps, useElement } from "./use-element.ts";

const inputTypes: Readonly<Record<string, string>> = {
  email_text_input: "email",
  url_text_input: "url",
};

/** Text, address and number inputs. Enter in a line submits the modal, or tells the app where the block dispatches. */
export function TextInput(props: ElementProps): ReactElement {
  const { element } = props;
  const { answer, surface, target } = useElement(props);
  const value = textOf(answer["value"]);
  const triggers = objectOf(element["dispatch_action_config"])["trigger_actions_on"];
  const tellsEachCharacter = Array.isArray(triggers) && triggers.includes("on_character_entered");

  function type(text: string): void {
    surface.change(target, { value: text === "" ? null : text });
    if (props.dispatches && tellsEachCharacter) void surface.act(target, { value: text });
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !props.dispatches) return;
    event.preventDefault();
    void surface.act(target, { value });
  }
  const shared = {
    className: "text-input",
    value,
    placeholder: placeholderOf(element),
    "aria-labelledby": props.labelId,
    "aria-describedby": props.describedBy,
    "aria-invalid": surface.errors[props.blockId] !== undefined,
    onKeyDown,
  };
  if (element["multiline"] === true) {
    return <textarea {...shared} rows={4} onChange={(event) => type(event.target.value)} />;
  }
  const isNumber = target.type === "number_input";
  return (
    <input
      {...shared}
      type={inputTypes[target.type] ?? "text"}
      inputMode={isNumber ? "decimal" : undefined}
      onChange={(event) => type(event.target.value)}
    />
  );
}
