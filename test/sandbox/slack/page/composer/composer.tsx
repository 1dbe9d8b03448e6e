import { type KeyboardEvent, type ReactElement, useEffect, useId, useRef, useState } from "react";
import { useSlack } from "../workspace/slack-context.ts";
import type { Draft } from "./draft.ts";
import { fixedPart, matchingUsages } from "./matching-usages.ts";
import { UsageHints } from "./usage-hints.tsx";
import { useLine } from "./use-line.ts";

/** The message box: Enter sends, Shift+Enter begins a line, Tab completes a command, arrow up brings back what was sent. */
export function Composer(props: {
  readonly label: string;
  readonly channel: string;
  readonly threadTs?: string;
  readonly draft: Draft | undefined;
}): ReactElement {
  const { state, userId, send } = useSlack();
  const line = useLine(userId);
  const [isHintWanted, setIsHintWanted] = useState(true);
  const box = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  const usages = isHintWanted ? matchingUsages(state.hints?.usages ?? [], line.text) : [];
  const { type } = line;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft is put in once, when it comes
  useEffect(() => {
    if (props.draft === undefined) return;
    type(props.draft.text);
    box.current?.focus();
  }, [props.draft]);

  function write(text: string): void {
    setIsHintWanted(true);
    type(text);
  }
  function submit(): void {
    if (line.text.trim() === "") return;
    const { channel, threadTs } = props;
    void send({ kind: "say", channel, text: line.take(), ...(threadTs === undefined ? {} : { threadTs }) });
  }
  function complete(usage: string): void {
    write(`${fixedPart(usage)} `);
    box.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const act = keyAct(event);
    if (act !== undefined) event.preventDefault();
    act?.();
  }
  function keyAct(event: KeyboardEvent): (() => void) | undefined {
    if (event.nativeEvent.isComposing || event.shiftKey) return undefined;
    return lineAct(event.key) ?? hintAct(event.key);
  }
  function lineAct(key: string): (() => void) | undefined {
    if (key === "Enter") return submit;
    if (key === "ArrowUp" && line.mayRecall) return () => line.recall(1);
    return key === "ArrowDown" && line.mayRecall ? () => line.recall(-1) : undefined;
  }
  function hintAct(key: string): (() => void) | undefined {
    const first = usages[0];
    if (first === undefined) return undefined;
    if (key === "Escape") return () => setIsHintWanted(false);
    const isComplete = line.text.startsWith(fixedPart(first.text));
    return key === "Tab" && !isComplete ? () => complete(first.text) : undefined;
  }
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <UsageHints id={hintId} usages={usages} take={complete} />
      <textarea
        ref={box}
        className="composer-box"
        aria-label={props.label}
        aria-describedby={usages.length > 0 ? hintId : undefined}
        placeholder={props.threadTs === undefined ? `${props.label}, or type /` : `${props.label}…`}
        rows={Math.min(6, line.text.split("\n").length)}
        value={line.text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="composer-send" disabled={line.text.trim() === ""}>
        Send
      </button>
    </form>
  );
}
