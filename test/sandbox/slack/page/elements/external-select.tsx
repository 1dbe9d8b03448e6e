import { type KeyboardEvent, type ReactElement, useId, useState } from "react";
import { type JsonObject, objectOf } from "../../json.ts";
import { labelOfOption, optionsOf, placeholderOf } from "./options-of.ts";
import { Question } from "./question.tsx";
import { type ElementProps, useElement } from "./use-element.ts";

/** A select whose options come from the app while the person types. */
export function ExternalSelect(props: ElementProps): ReactElement {
  const { element } = props;
  const { answer, choose, question, surface, target } = useElement(props);
  const [query, setQuery] = useState<string>();
  const [options, setOptions] = useState<readonly JsonObject[]>([]);
  const [active, setActive] = useState(0);
  const listId = useId();
  const isOpen = query !== undefined;
  const chosen = labelOfOption(objectOf(answer["selected_option"]));
  const placeholder = placeholderOf(element) || "Type to search";

  async function search(text: string): Promise<void> {
    setQuery(text);
    setActive(0);
    if (text.length < Number(element["min_query_length"] ?? 3)) return setOptions([]);
    setOptions(optionsOf(objectOf(await surface.loadOptions(target, text))));
  }
  function pick(option: JsonObject | undefined): void {
    setQuery(undefined);
    if (option !== undefined) choose({ selected_option: option });
  }
  function move(step: number): void {
    setActive(Math.max(0, Math.min(options.length - 1, active + step)));
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (!isOpen || !["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") pick(options[active]);
    if (event.key === "Escape") setQuery(undefined);
    if (event.key.startsWith("Arrow")) move(event.key === "ArrowDown" ? 1 : -1);
  }
  return (
    <span className="combobox">
      <input
        className="text-input"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && options.length > 0 ? `${listId}-${active}` : undefined}
        aria-label={props.labelId === undefined ? placeholder : undefined}
        aria-labelledby={props.labelId}
        aria-describedby={props.describedBy}
        placeholder={placeholder}
        value={query ?? chosen}
        onFocus={() => void search("")}
        onBlur={() => setQuery(undefined)}
        onChange={(event) => void search(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {isOpen && <Listbox id={listId} options={options} active={active} pick={pick} />}
      <Question question={question} />
    </span>
  );
}

function Listbox(props: {
  readonly id: string;
  readonly options: readonly JsonObject[];
  readonly active: number;
  readonly pick: (option: JsonObject) => void;
}): ReactElement | null {
  return (
    <div id={props.id} className="menu" role="listbox" tabIndex={-1}>
      {props.options.length === 0 && <div className="menu-empty">No result yet</div>}
      {props.options.map((option, index) => (
        <div
          key={String(option["value"])}
          id={`${props.id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === props.active}
          // Before the blur, which would close the list.
          onMouseDown={() => props.pick(option)}
        >
          {labelOfOption(option)}
        </div>
      ))}
    </div>
  );
}
