import type { ReactElement } from "react";
import type { ThemeChoice } from "./use-theme.ts";

const choices: readonly (readonly [ThemeChoice, string])[] = [
  ["system", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
];

export function ThemeSwitch(props: {
  readonly choice: ThemeChoice;
  readonly choose: (choice: ThemeChoice) => void;
}): ReactElement {
  return (
    <fieldset className="theme-switch">
      <legend>Theme</legend>
      <div className="theme-choices">
        {choices.map(([choice, label]) => (
          <label key={choice}>
            <input
              type="radio"
              name="theme"
              value={choice}
              checked={props.choice === choice}
              onChange={() => props.choose(choice)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
