import { type Logger, LogLevel } from "@slack/bolt";
import type { Log } from "../flows/ports.ts";

/** Bolt's own lines, in our log and in its form. What Bolt calls an error is for a person to look at only if it stays. */
export function boltLogger(log: Log): Logger {
  const text = (words: readonly unknown[]) =>
    words.map((word) => (word instanceof Error ? word.message : String(word))).join(" ");
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...words) => log.debug({ from: "bolt", said: text(words) }, "slack library warning"),
    error: (...words) => log.warn({ from: "bolt", said: text(words) }, "slack library error"),
    setLevel: () => undefined,
    getLevel: () => LogLevel.ERROR,
    setName: () => undefined,
  };
}
