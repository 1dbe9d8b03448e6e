import type { ReactElement } from "react";
import { useSlack } from "../workspace/slack-context.ts";
import { type ElementProps, useElement } from "./use-element.ts";

const fields: Readonly<Record<string, string>> = {
  multi_users_select: "selected_users",
  multi_channels_select: "selected_channels",
  multi_conversations_select: "selected_conversations",
};

/** Several of the workspace's own people or channels; the answer is their ids. */
export function MultiIdSelect(props: ElementProps): ReactElement {
  const { answer, choose, target } = useElement(props);
  const { state } = useSlack();
  const field = fields[target.type] ?? "selected_users";
  const value = answer[field];
  const chosen = Array.isArray(value) ? value : [];
  const choices = target.type === "multi_users_select" ? state.users : state.channels;
  return (
    <fieldset className="choices" aria-labelledby={props.labelId} aria-describedby={props.describedBy}>
      {choices.map(({ id, name }) => (
        <label key={id} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={() =>
              choose({ [field]: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id] })
            }
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
