import { type ReactElement, useId, useState } from "react";
import { objectOf, textOf } from "../../json.ts";
import type { PanelFault } from "../../page-api.ts";
import { useSlack } from "../workspace/slack-context.ts";

/** Breaks the group in one way, and says what was done. */
export function FaultButton({ fault }: { readonly fault: PanelFault }): ReactElement {
  const { send } = useSlack();
  const [isPending, setIsPending] = useState(false);
  const [done, setDone] = useState("");
  const explainId = useId();

  async function run(): Promise<void> {
    setIsPending(true);
    const answer = await send({ kind: "break", faultId: fault.id });
    setDone(textOf(objectOf(answer)["done"]));
    setIsPending(false);
  }
  return (
    <div className="fault">
      <button
        type="button"
        className="fault-button"
        aria-label={fault.title}
        aria-describedby={explainId}
        aria-busy={isPending}
        onClick={() => {
          if (!isPending) void run();
        }}
      >
        <strong>{fault.title}</strong>
        <span id={explainId}>{fault.explain}</span>
      </button>
      <p className="fault-done" role="status">
        {done}
      </p>
    </div>
  );
}
