import { type ReactElement, type ReactNode, useEffect, useRef } from "react";

/** The browser's own modal dialog: it keeps the focus inside, and gives it back when it closes. Escape asks to leave. */
export function Dialog(props: {
  readonly labelledBy: string;
  readonly className: string;
  readonly onLeave: () => void;
  readonly role?: "alertdialog";
  readonly children: ReactNode;
}): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opened = dialog.current;
    const before = document.activeElement;
    opened?.showModal();
    return () => {
      opened?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
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
