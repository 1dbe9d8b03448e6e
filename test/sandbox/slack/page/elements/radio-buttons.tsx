import { type ReactElement, useId } from "react";
import { objectOf, textOf } from "../../json.ts";
import { OptionLabel } from "./option-label.tsx";
import { optionsOf } from "./options-of.ts";
import { Question } from "./question.tsx";
import { type ElementProps, useElement } from "./use-element.ts";

export function RadioButtons(props: ElementProps): ReactElement {
  const { answer, choose, question } = useElement(props);
  const name = useId();
  const chosen = objectOf(answer["selected_option"])["value"];
  return (
    <div className="choices" role="radiogroup" aria-labelledby={props.labelId} aria-describedby={props.describedBy}>
      {optionsOf(props.element).map((option) => (
        <label key={textOf(option["value"])} className="choice">
          <input
            type="radio"
            name={name}
            checked={chosen === option["value"]}
            onChange={() => choose({ selected_option: option })}
          />
          <OptionLabel option={option} />
        </label>
      ))}
      <Question question={question} />
    </div>
  );
}
