import type { ReactElement } from "react";
import { type JsonObject, objectsOf, textOf } from "../../json.ts";
import { OptionLabel } from "./option-label.tsx";
import { optionsOf } from "./options-of.ts";
import { Question } from "./question.tsx";
import { type ElementProps, useElement } from "./use-element.ts";

/** `checkboxes` and `multi_static_select`: several of the options. */
export function Checkboxes(props: ElementProps): ReactElement {
  const { answer, choose, question } = useElement(props);
  const chosen = objectsOf(answer["selected_options"]);
  const isChosen = (option: JsonObject) => chosen.some((one) => one["value"] === option["value"]);
  const options = optionsOf(props.element);

  function toggle(option: JsonObject): void {
    const wanted = options.filter((one) => (one === option ? !isChosen(one) : isChosen(one)));
    choose({ selected_options: wanted });
  }
  return (
    <fieldset className="choices" aria-labelledby={props.labelId} aria-describedby={props.describedBy}>
      {options.map((option) => (
        <label key={textOf(option["value"])} className="choice">
          <input type="checkbox" checked={isChosen(option)} onChange={() => toggle(option)} />
          <OptionLabel option={option} />
        </label>
      ))}
      <Question question={question} />
    </fieldset>
  );
}
