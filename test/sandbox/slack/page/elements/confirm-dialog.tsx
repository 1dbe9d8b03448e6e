import { type ReactElement, useId } from "react";
import { type JsonObject, objectOf, textOf } from "../../json.ts";
import { TextObject } from "../text/text-object.tsx";
import { Dialog } from "./dialog.tsx";

/** Block Kit's `confirm`: a question before a click counts. */
export function ConfirmDialog(props: {
  readonly confirm: JsonObject;
  readonly accept: () => void;
  readonly deny: () => void;
}): ReactElement {
  const { confirm } = props;
  const titleId = useId();
  const isDanger = textOf(confirm["style"]) === "danger";
  return (
    <Dialog labelledBy={titleId} className="dialog confirm" role="alertdialog" onLeave={props.deny}>
      <h2 id={titleId}>
        <TextObject text={confirm["title"]} />
      </h2>
      <div className="dialog-body">
        <TextObject text={confirm["text"]} />
      </div>
      <footer className="dialog-actions">
        <button type="button" className="button" onClick={props.deny}>
          {labelOf(confirm["deny"], "Cancel")}
        </button>
        <button
          type="button"
          className={isDanger ? "button button-danger" : "button button-primary"}
          onClick={props.accept}
        >
          {labelOf(confirm["confirm"], "OK")}
        </button>
      </footer>
    </Dialog>
  );
}

function labelOf(text: JsonObject[string] | undefined, otherwise: string): string {
  return textOf(objectOf(text)["text"]) || otherwise;
}
