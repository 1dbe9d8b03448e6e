import type { KnownBlock } from "@slack/types";
import { context, section } from "./elements.ts";
import { clipped, escaped } from "./text.ts";

/** What is posted: blocks, and the text that stands alone for notifications and screen readers. */
export type Message = { readonly text: string; readonly blocks: KnownBlock[] };

const longestText = 3000;
const mostBlocks = 50;
/** Slack refuses a message whose Markdown is longer than about 13,200 characters. */
const mostMarkdown = 12_000;

type Parts = {
  /** Stands alone, as it came: it is escaped here. */
  readonly text: string;
  readonly head?: readonly KnownBlock[];
  /** What gives way where the whole is too long: its end is counted, not shown. */
  readonly body?: readonly KnownBlock[];
  readonly tail?: readonly KnownBlock[];
};

/** A message that Slack takes, whatever the group is like. */
export function message({ text, head = [], body = [], tail = [] }: Parts): Message {
  const ends = [...head, ...tail];
  const blocks = mostBlocks - ends.length;
  const characters = mostMarkdown - weight(ends);
  return {
    text: clipped(escaped(text), longestText),
    blocks: [...head, ...folded(body, { blocks, characters }), ...tail],
  };
}

/** One sentence or two, with Slack's marks. */
export function plain(markdown: string): Message {
  const text = clipped(markdown, longestText);
  return { text, blocks: [section(text)] };
}

/** Whether the blocks would have to be folded. */
export function isTooLong(blocks: readonly KnownBlock[], most = mostMarkdown): boolean {
  return blocks.length > mostBlocks || weight(blocks) > most;
}

function folded(body: readonly KnownBlock[], room: { readonly blocks: number; readonly characters: number }) {
  const fits = (count: number) => count <= room.blocks && weight(body.slice(0, count)) <= room.characters;
  if (fits(body.length)) return body;
  const kept = body.findLastIndex((_, i) => i + 1 < room.blocks && fits(i + 1)) + 1;
  const rest = body.length - kept;
  const note = `… and ${rest} more ${rest === 1 ? "part" : "parts"} that one message has no room for.`;
  return [...body.slice(0, kept), context(note)];
}

function weight(blocks: readonly KnownBlock[]): number {
  return blocks.reduce((sum, block) => sum + markdownOf(block), 0);
}

function markdownOf(block: KnownBlock): number {
  if (block.type === "section") return block.text?.text.length ?? 0;
  if (block.type !== "context") return 0;
  return block.elements.reduce((sum, one) => sum + (one.type === "image" ? 0 : one.text.length), 0);
}
