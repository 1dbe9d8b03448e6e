import type { ActionsBlock, Button, ConfirmationDialog, ContextBlock, KnownBlock, SectionBlock } from "@slack/types";

/** What is posted: blocks, and the text that stands alone for notifications and screen readers. */
export type Message = { readonly text: string; readonly blocks: KnownBlock[] };

const longestSection = 3000;
const longestContext = 2000;

/** Text that came from somewhere else, so that it is shown as it is. */
export function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

export function section(markdown: string): SectionBlock {
  return { type: "section", text: { type: "mrkdwn", text: clipped(markdown, longestSection) } };
}

export function context(markdown: string): ContextBlock {
  return { type: "context", elements: [{ type: "mrkdwn", text: clipped(markdown, longestContext) }] };
}

export function header(text: string): KnownBlock {
  return { type: "header", text: { type: "plain_text", text: clipped(text, 150), emoji: true } };
}

/** Lines in a fixed-width block; what does not fit is counted in the last line, never dropped without a word. */
export function monospaced(lines: readonly string[]): SectionBlock {
  return section(`\`\`\`${fitting(lines.map(escaped), longestSection - 100).join("\n")}\`\`\``);
}

export function bullets(lines: readonly string[]): string {
  return fitting(
    lines.map((line) => `• ${line}`),
    longestSection - 100,
  ).join("\n");
}

export function fitting(lines: readonly string[], most: number): readonly string[] {
  let length = 0;
  const kept = lines.findIndex((line) => {
    length += line.length + 1;
    return length > most;
  });
  return kept === -1 ? lines : [...lines.slice(0, kept), `… and ${lines.length - kept} more lines`];
}

export type ButtonText = {
  readonly text: string;
  readonly action: string;
  readonly value: string;
  readonly style?: "primary" | "danger";
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string };
};

export function button({ text, action, value, style, confirm }: ButtonText): Button {
  return {
    type: "button",
    text: { type: "plain_text", text, emoji: true },
    action_id: action,
    value,
    ...(style !== undefined && { style }),
    ...(confirm !== undefined && { confirm: dialog(confirm) }),
  };
}

export function actions(buttons: readonly (Button | undefined)[]): ActionsBlock[] {
  const elements = buttons.filter((one) => one !== undefined);
  return elements.length === 0 ? [] : [{ type: "actions", elements }];
}

function dialog({ title, text, yes }: { title: string; text: string; yes: string }): ConfirmationDialog {
  return {
    title: { type: "plain_text", text: clipped(title, 100) },
    text: { type: "plain_text", text: clipped(text, 300) },
    confirm: { type: "plain_text", text: yes },
    deny: { type: "plain_text", text: "Not now" },
  };
}

/** Slack's own clock for the reader's time zone. */
export function time(atMs: number): string {
  const seconds = Math.floor(atMs / 1000);
  return `<!date^${seconds}^{time_secs}|${new Date(atMs).toISOString().slice(11, 19)} UTC>`;
}

function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 2)} …`;
}
