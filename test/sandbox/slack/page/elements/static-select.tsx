import type { ReactElement, ReactNode } from "react";
import { type JsonObject, objectOf, textOf } from "../../json.ts";
import { labelOfOption, type OptionGroup, optionGroupsOf, optionsOf, placeholderOf } from "./options-of.ts";
import { Question } from "./question.tsx";
import { type ElementProps, useElement } from "./use-element.ts";

/** `static_select`, as the browser's own: its keyboard and screen reader ways are known to everybody. */
export function StaticSelect(props: ElementProps): ReactElement {
  const { element } = props;
  const { answer, choose, isPending, question } = useElement(props);
  const placeholder = placeholderOf(element) || "Select an item";
  return (
    <>
      <select
        className="select"
        aria-label={props.labelId === undefined ? placeholder : undefined}
        aria-labelledby={props.labelId}
        aria-describedby={props.describedBy}
        aria-busy={isPending}
        value={textOf(objectOf(answer["selected_option"])["value"])}
        onChange={(event) => {
          const chosen = optionsOf(element).find((option) => option["value"] === event.target.value);
          choose({ selected_option: chosen ?? null });
        }}
      >
        <option value="">{placeholder}</option>
        {optionGroupsOf(element).map((group) => (
          <Group key={group.label} group={group} />
        ))}
      </select>
      <Question question={question} />
    </>
  );
}

function Group({ group }: { readonly group: OptionGroup }): ReactNode {
  const options = group.options.map((option) => <Option key={textOf(option["value"])} option={option} />);
  return group.label === "" ? options : <optgroup label={group.label}>{options}</optgroup>;
}

function Option({ option }: { readonly option: JsonObject }): ReactElement {
  return <option value={textOf(option["value"])}>{labelOfOption(option)}</option>;
}
