import type { ReactElement } from "react";
import type { PageHints, Panel } from "../../page-api.ts";
import { FaultButton } from "./fault-button.tsx";
import { Members } from "./members.tsx";
import { ThingsToTry } from "./things-to-try.tsx";

/** What is not Slack: the pods as the sandbox's Kubernetes has them, what can be broken, and what to try first. */
export function SandboxPanel(props: {
  readonly panel: Panel | undefined;
  readonly hints: PageHints | undefined;
  readonly tryCommand: (command: string) => void;
}): ReactElement | null {
  const { panel, hints } = props;
  const tries = hints?.tries ?? [];
  if (panel === undefined && tries.length === 0) return null;
  return (
    <aside className="sandbox-panel" aria-label="Sandbox">
      <header className="pane-head">
        <h2>Sandbox</h2>
      </header>
      <div className="sandbox-panel-body">
        {tries.length > 0 && <ThingsToTry tries={tries} tryCommand={props.tryCommand} />}
        {panel !== undefined && (
          <>
            <Members members={panel.members} />
            <section aria-labelledby="faults-title">
              <h3 id="faults-title">Break something</h3>
              {panel.faults.map((fault) => (
                <FaultButton key={fault.id} fault={fault} />
              ))}
            </section>
          </>
        )}
      </div>
    </aside>
  );
}
