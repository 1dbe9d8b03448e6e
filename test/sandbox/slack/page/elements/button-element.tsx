import type { ReactElement } from "react";
import { textOf, textOrUndefined } from "../../json.ts";
import { TextObject } from "../text/text-object.tsx";
import { Question } from "./question.tsx";
import { type ElementProps, useElement } from "./use-element.ts";

const looks: Readonly<Record<string, string>> = { primary: "button button-primary", danger: "button button-danger" };

export function ButtonElement(props: ElementProps): ReactElement {
  const { element } = props;
  const { choose, isPending, question } = useElement({ ...props, dispatches: true });
  const look = looks[textOf(element["style"])] ?? "button";
  const url = textOrUndefined(element["url"]);
  const label = <TextObject text={element["text"]} />;
  const shared = {
    className: look,
    "aria-label": textOrUndefined(element["accessibility_label"]),
    "aria-busy": isPending,
    onClick: () => choose({}),
  };
  return (
    <>
      {url === undefined ? (
        <button type="button" {...shared}>
          {label}
        </button>
      ) : (
        <a href={url} target="_blank" rel="noreferrer" {...shared}>
          {label}
        </a>
      )}
      <Question question={question} />
    </>
  );
}
