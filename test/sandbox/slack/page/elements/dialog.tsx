import { type ReactElement, type ReactNode, type SyntheticEvent, useLayoutEffect, useRef } from "react";

/** The browser's own modal dialog: it keeps the focus inside, and gives it back when it closes. Escape asks to leave. */
export function Dialog(props: {
  readonly labelledBy: string;
  readonly className: string;
  readonly onLeave: () => void;
  readonly role?: "alertdialog";
  readonly children: ReactNode;
}): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  // At each drawing: a second Escape in a row closes a dialog without asking, though a modal below may go on.
  useLayoutEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  });
  // Before it leaves the document, for only then does the browser give the focus back.
  useLayoutEffect(() => {
    const opened = dialog.current;
    return () => opened?.close();
  }, []);
  function leave(event: SyntheticEvent): void {
    // A question inside a modal tells React of its own end through the modal.
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    props.onLeave();
  }
  return (
    <dialog
      ref={dialog}
      className={props.className}
      role={props.role}
      aria-labelledby={props.labelledBy}
      // An Escape here is not for what lies around.
      onKeyDown={(event) => event.stopPropagation()}
      onClose={leave}
      onCancel={leave}
    >
      {props.children}
    </dialog>
  );
}
