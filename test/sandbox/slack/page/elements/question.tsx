import type { ReactElement } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { useElement } from "./use-element.ts";

/** The element's confirm dialog, where it is asking. */
export function Question(props: { readonly question: ReturnType<typeof useElement>["question"] }): ReactElement | null {
  return props.question === undefined ? null : <ConfirmDialog {...props.question} />;
}
