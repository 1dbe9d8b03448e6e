import type { ActionsBlock, Button, ConfirmationDialog, ContextBlock, KnownBlock, SectionBlock } from "@slack/types";
import { clipped, escapedCode, fitting, pages } from "./text.ts";

/** Slack refuses empty texts. */
const nothing = "–";
const longestSection = 3000;
const longestContext = 2000;
/** Of a list within a section that has a few words of its own. */
const longestList = 2800;
/** Of a list that may take several sections. */
const longestLists = 8400;

export function section(markdown: string, accessory?: Button): SectionBlock {
  const text = { type: "mrkdwn", text: clipped(markdown, longestSection) || nothing } as const;
  return { type: "section", text, ...(accessory !== undefined && { accessory }) };
}

export function context(markdown: string): ContextBlock {
  return { type: "context", elements: [{ type: "mrkdwn", text: clipped(markdown, longestContext) || nothing }] };
}

export function header(text: string): KnownBlock {
  return { type: "header", text: { type: "plain_text", text: clipped(text, 150), emoji: true } };
}

/** Lines in a fixed-width block, as they are. */
export function monospaced(lines: readonly string[], most = longestList): SectionBlock {
  return section(`\`\`\`${fitting(lines.map(escapedCode), most).join("\n")}\`\`\``);
}

export function bullets(lines: readonly string[], most = longestList): string {
  return fitting(lines.map(bullet), most).join("\n");
}

/** A list in as many sections as it takes. */
export function bulletSections(lines: readonly string[]): SectionBlock[] {
  return pages(fitting(lines.map(bullet), longestLists), longestList).map((page) => section(page));
}

function bullet(line: string): string {
  return `• ${line}`;
}

export type ButtonText = {
  readonly text: string;
  readonly action: string;
  readonly value: string;
  /** What a screen reader says, where the text alone does not tell what it is about. */
  readonly label?: string;
  readonly style?: "primary" | "danger";
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string };
};

export function button({ text, action, value, label, style, confirm }: ButtonText): Button {
  return {
    type: "button",
    text: { type: "plain_text", text: clipped(text, 75), emoji: true },
    action_id: action,
    value,
    ...(label !== undefined && { accessibility_label: clipped(label, 75) }),
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
    text: { type: "plain_text", text: clipped(text, 300) || nothing },
    confirm: { type: "plain_text", text: clipped(yes, 30) },
    deny: { type: "plain_text", text: "Not now" },
  };
}

/** Slack's own clock for the reader's time zone. */
export function time(atMs: number): string {
  return moment(atMs, "{time_secs}", 11);
}

/** As `time`, with the day: for what may be older than today. */
export function dayAndTime(atMs: number): string {
  return moment(atMs, "{date_short_pretty} {time_secs}", 0);
}

function moment(atMs: number, format: string, from: number): string {
  const text = new Date(atMs).toISOString().replace("T", " ").slice(from, 19);
  return `<!date^${Math.floor(atMs / 1000)}^${format}|${text} UTC>`;
}
