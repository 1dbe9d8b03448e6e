import type { ReactElement } from "react";
import { Dialog } from "../elements/dialog.tsx";
import { useSlack } from "../workspace/slack-context.ts";
import { ModalForm } from "./modal-form.tsx";
import { titleIdOf } from "./title-id-of.ts";

/** The open modals: the uppermost shows, those below keep what was typed into them. */
export function ModalStack(): ReactElement | null {
  const { state, send } = useSlack();
  const top = state.modals.at(-1);
  if (top === undefined) return null;
  const close = () => void send({ kind: "close", viewId: top.id });
  return (
    <Dialog labelledBy={titleIdOf(top)} className="dialog modal" onLeave={close}>
      {state.modals.map((view) => (
        <ModalForm key={view.id} view={view} isTop={view === top} close={close} />
      ))}
    </Dialog>
  );
}
