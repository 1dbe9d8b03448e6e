import { type ReactElement, useEffect, useRef, useState } from "react";
import { objectsOf } from "../../json.ts";
import type { PageView } from "../../page-api.ts";
import { Blocks } from "../blocks/blocks.tsx";
import { SurfaceProvider } from "../elements/surface.ts";
import { useNewSurface } from "../elements/use-new-surface.ts";
import { useSlack } from "../workspace/slack-context.ts";
import { titleIdOf } from "./title-id-of.ts";

/** One modal. After a refused submission the first wrong input has the focus. */
export function ModalForm(props: {
  readonly view: PageView;
  readonly isTop: boolean;
  readonly close: () => void;
}): ReactElement {
  const { view } = props;
  const { send } = useSlack();
  const [isPending, setIsPending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const blocks = objectsOf([...view.blocks]);
  const surface = useNewSurface({ container: { kind: "view", viewId: view.id }, blocks, errors: view.errors });

  useEffect(() => {
    if (props.isTop) form.current?.querySelector<HTMLElement>(".dialog-body :is(input, textarea, select)")?.focus();
  }, [props.isTop]);
  useEffect(() => {
    if (Object.keys(view.errors).length === 0) return;
    form.current?.querySelector<HTMLElement>(".has-error :is(input, textarea, select)")?.focus();
  }, [view.errors]);

  async function submit(): Promise<void> {
    setIsPending(true);
    await send({ kind: "submit", viewId: view.id, state: surface.values });
    setIsPending(false);
  }
  return (
    <form
      ref={form}
      hidden={!props.isTop}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (view.submit !== undefined && !isPending) void submit();
      }}
    >
      <header className="dialog-head">
        <h2 id={titleIdOf(view)}>{view.title}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={props.close}>
          ✕
        </button>
      </header>
      <div className="dialog-body">
        <SurfaceProvider value={surface}>
          <Blocks blocks={blocks} />
        </SurfaceProvider>
      </div>
      <footer className="dialog-actions">
        <button type="button" className="button" onClick={props.close}>
          {view.close ?? "Cancel"}
        </button>
        {view.submit !== undefined && (
          <button type="submit" className="button button-primary" aria-busy={isPending}>
            {view.submit}
          </button>
        )}
      </footer>
    </form>
  );
}
