import { EventEmitter, on } from "node:events";
import { StringDecoder } from "node:string_decoder";
import type { LogOptions } from "../container-runtime.ts";

/** What one life of a container wrote, the newest part of it. */
export type LogRing = {
  readonly write: (chunk: Buffer) => void;
  readonly end: () => void;
  readonly read: (options: LogOptions) => AsyncIterable<string>;
};

const most = 10_000;

export function createLogRing(): LogRing {
  const lines: { readonly atMs: number; readonly text: string }[] = [];
  const news = new EventEmitter();
  news.setMaxListeners(0);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let isOver = false;

  function add(text: string): void {
    lines.push({ atMs: Date.now(), text });
    if (lines.length > most) lines.shift();
    news.emit("line", text);
  }
  function found({ tailLines, sinceSeconds }: LogOptions): string {
    const sinceMs = sinceSeconds === undefined ? 0 : Date.now() - sinceSeconds * 1000;
    const all = lines.filter(({ atMs }) => atMs >= sinceMs).map(({ text }) => text);
    return (tailLines === undefined ? all : all.slice(Math.max(0, all.length - tailLines))).join("");
  }
  async function* read(options: LogOptions): AsyncIterable<string> {
    const { follow, signal } = options;
    const following = follow && !isOver ? on(news, "line", { signal, close: ["end"] }) : undefined;
    yield found(options);
    try {
      for await (const [line] of following ?? []) yield String(line);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
  return {
    write: (chunk) => {
      const parts = `${rest}${decoder.write(chunk)}`.split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) add(`${part}\n`);
    },
    end: () => {
      if (isOver) return;
      if (rest !== "") add(rest);
      rest = "";
      isOver = true;
      news.emit("end");
    },
    read,
  };
}
