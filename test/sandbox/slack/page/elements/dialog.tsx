import { type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { useFocusGivenBack } from "../use-focus-given-back.ts";

/** The browser's own modal dialog: it keeps the focus inside, and gives it back when it closes. Escape asks to leave. */
export function Dialog(props: {
  readonly labelledBy: string;
  readonly className: string;
  readonly onLeave: () => void;
  readonly role?: "alertdialog";
  readonly children: ReactNode;
}): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useFocusGivenBack();
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={props.className}
      role={props.role}
      aria-labelledby={props.labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        props.onLeave();
      }}
    >
      {props.children}
    </dialog>
  );
}
