import type { ReactElement } from "react";
import type { PageHints } from "../../page-api.ts";

/** The first steps of somebody new; a command goes into the message box. */
export function ThingsToTry(props: {
  readonly tries: PageHints["tries"];
  readonly tryCommand: (command: string) => void;
}): ReactElement {
  return (
    <section className="things-to-try" aria-labelledby="tries-title">
      <h3 id="tries-title">{props.tries.length === 3 ? "Three things to try" : "To try"}</h3>
      <ol>
        {props.tries.map(({ title, explain, command }) => (
          <li key={title}>
            <strong>{title}</strong>
            <p>{explain}</p>
            {command !== undefined && (
              <button type="button" className="try-command" onClick={() => props.tryCommand(command)}>
                <code>{command}</code>
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
