import { type ReactElement, useEffect } from "react";
import { objectsOf } from "../../json.ts";
import type { PageView } from "../../page-api.ts";
import { Blocks } from "../blocks/blocks.tsx";
import { SurfaceProvider } from "../elements/surface.ts";
import { useNewSurface } from "../elements/use-new-surface.ts";
import { useSlack } from "../workspace/slack-context.ts";

/** The app's Home tab. The app is told each time that it is opened. */
export function HomeTab(): ReactElement {
  const { state, send } = useSlack();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each opening
  useEffect(() => {
    void send({ kind: "open-home" });
  }, []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to reach what it scrolls
    <section className="home-tab" aria-label={`Home of ${state.appName}`} tabIndex={0}>
      {state.home === undefined ? (
        <p className="empty">{state.appName} has not published a Home yet.</p>
      ) : (
        <HomeView key={state.home.id} view={state.home} />
      )}
    </section>
  );
}

function HomeView({ view }: { readonly view: PageView }): ReactElement {
  const blocks = objectsOf([...view.blocks]);
  const surface = useNewSurface({ container: { kind: "view", viewId: view.id }, blocks });
  return (
    <SurfaceProvider value={surface}>
      <Blocks blocks={blocks} />
    </SurfaceProvider>
  );
}
