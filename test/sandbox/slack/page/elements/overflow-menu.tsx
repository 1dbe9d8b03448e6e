import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { type JsonObject, textOf } from "../../json.ts";
import { OptionLabel } from "./option-label.tsx";
import { optionsOf } from "./options-of.ts";
import { Question } from "./question.tsx";
import { type ElementProps, useElement } from "./use-element.ts";

/** Three dots that open a menu: arrows move, Enter chooses, Escape closes. */
export function OverflowMenu(props: ElementProps): ReactElement {
  const { choose, question } = useElement({ ...props, dispatches: true });
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setIsOpen(false);
    button.current?.focus();
  };
  return (
    <span className="overflow">
      <button
        ref={button}
        type="button"
        className="button overflow-button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label="More actions"
        onClick={() => setIsOpen(!isOpen)}
      >
        ⋯
      </button>
      {isOpen && (
        <Menu
          options={optionsOf(props.element)}
          close={close}
          choose={(option) => {
            close();
            choose({ selected_option: option });
          }}
        />
      )}
      <Question question={question} />
    </span>
  );
}

function Menu(props: {
  readonly options: readonly JsonObject[];
  readonly choose: (option: JsonObject) => void;
  readonly close: () => void;
}): ReactElement {
  const menu = useRef<HTMLDivElement>(null);
  const items = () => [...(menu.current?.querySelectorAll("button") ?? [])];
  useEffect(() => menu.current?.querySelector("button")?.focus(), []);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== "Escape") return;
    event.preventDefault();
    if (step === undefined) props.close();
    else move(step);
  }
  function move(step: number): void {
    const all = items();
    const at = all.findIndex((item) => item.matches(":focus"));
    all.at((at + step) % all.length)?.focus();
  }
  return (
    <div
      ref={menu}
      className="menu"
      role="menu"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.parentElement?.contains(event.relatedTarget)) props.close();
      }}
    >
      {props.options.map((option) => (
        <button key={textOf(option["value"])} type="button" role="menuitem" onClick={() => props.choose(option)}>
          <OptionLabel option={option} />
        </button>
      ))}
    </div>
  );
}
