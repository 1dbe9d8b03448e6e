import type { ReactElement } from "react";
import { textOf } from "../../json.ts";
import { Question } from "./question.tsx";
import { type ElementProps, useElement } from "./use-element.ts";

const kinds: Readonly<Record<string, { readonly input: string; readonly field: string; readonly label: string }>> = {
  datepicker: { input: "date", field: "selected_date", label: "Date" },
  timepicker: { input: "time", field: "selected_time", label: "Time" },
  datetimepicker: { input: "datetime-local", field: "selected_date_time", label: "Date and time" },
};

/** Date and time pickers, as the browser's own. A point in time is sent in seconds since the epoch. */
export function DateInput(props: ElementProps): ReactElement | null {
  const { answer, choose, question, target } = useElement(props);
  const kind = kinds[target.type];
  if (kind === undefined) return null;
  const isPoint = kind.field === "selected_date_time";
  const value = answer[kind.field];
  return (
    <>
      <input
        type={kind.input}
        className="text-input date-input"
        aria-label={props.labelId === undefined ? kind.label : undefined}
        aria-labelledby={props.labelId}
        aria-describedby={props.describedBy}
        value={isPoint ? localTime(Number(value ?? 0)) : textOf(value)}
        onChange={({ target: { value: typed } }) => {
          const chosen = isPoint ? Math.floor(new Date(typed).getTime() / 1_000) : typed;
          choose({ [kind.field]: typed === "" ? null : chosen });
        }}
      />
      <Question question={question} />
    </>
  );
}

function localTime(seconds: number): string {
  if (seconds === 0) return "";
  return new Date(seconds * 1_000).toLocaleString("sv-SE").slice(0, 16).replace(" ", "T");
}
