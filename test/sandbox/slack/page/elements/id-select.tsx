import type { ReactElement } from "react";
import { textOf } from "../../json.ts";
import { useSlack } from "../workspace/slack-context.ts";
import { placeholderOf } from "./options-of.ts";
import { Question } from "./question.tsx";
import { type ElementProps, useElement } from "./use-element.ts";

const fields: Readonly<Record<string, string>> = {
  users_select: "selected_user",
  channels_select: "selected_channel",
  conversations_select: "selected_conversation",
};

/** A select of the workspace's own people or channels; the answer is an id. */
export function IdSelect(props: ElementProps): ReactElement {
  const { answer, choose, isPending, question, target } = useElement(props);
  const { state } = useSlack();
  const field = fields[target.type] ?? "selected_user";
  const choices = target.type === "users_select" ? state.users : state.channels;
  const placeholder = placeholderOf(props.element) || "Select an item";
  return (
    <>
      <select
        className="select"
        aria-label={props.labelId === undefined ? placeholder : undefined}
        aria-labelledby={props.labelId}
        aria-describedby={props.describedBy}
        aria-busy={isPending}
        value={textOf(answer[field])}
        onChange={(event) => choose({ [field]: event.target.value || null })}
      >
        <option value="">{placeholder}</option>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <Question question={question} />
    </>
  );
}
