import { useState } from "react";
import { addToHistory, readHistory } from "./history.ts";

/** The line being typed, and what the arrow keys bring back from before. */
export function useLine(userId: string) {
  const [text, setText] = useState("");
  /** How far back; 0 is the line itself. */
  const [back, setBack] = useState(0);
  const [unsent, setUnsent] = useState("");

  return {
    text,
    type(typed: string): void {
      setText(typed);
      setBack(0);
    },
    /** Whether the arrow keys walk through the history instead of the text. */
    mayRecall: text === "" || back > 0,
    recall(step: 1 | -1): void {
      const history = readHistory(userId);
      const next = Math.max(0, Math.min(history.length, back + step));
      if (back === 0) setUnsent(text);
      setBack(next);
      setText(next === 0 ? unsent : (history[history.length - next] ?? ""));
    },
    /** Empties the line and remembers what it was. */
    take(): string {
      addToHistory(userId, text);
      setText("");
      setBack(0);
      return text;
    },
  };
}
