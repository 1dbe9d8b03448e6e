import type { JsonObject } from "../../json.ts";
import { isEmojiName } from "./emoji-names.ts";
import { readReference } from "./read-reference.ts";
import { unescapeText } from "./unescape-text.ts";

type Style = { readonly [name: string]: true };

/**
 * Slack's mrkdwn as the elements of a `rich_text` block, so that both look the same. Code spans and fences are literal,
 * marks count only at the edge of a word, and whatever is not closed is left as typed.
 */
export function parseMrkdwn(text: string): readonly JsonObject[] {
  return text.split(/```/).flatMap((part, index, parts) => {
    const isCode = index % 2 === 1;
    if (isCode && index === parts.length - 1) return parseLines(`\`\`\`${part}`);
    return isCode ? [preformatted(part)] : parseLines(trimAroundCode(part, index, parts.length));
  });
}

function preformatted(code: string): JsonObject {
  return { type: "rich_text_preformatted", elements: [plain(code.replace(/^\n|\n$/g, ""), {})] };
}

// A code block stands on lines of its own: the line breaks next to it are not shown twice.
function trimAroundCode(part: string, index: number, count: number): string {
  const start = index > 0 ? part.replace(/^\n/, "") : part;
  return index < count - 1 ? start.replace(/\n$/, "") : start;
}

function parseLines(text: string): readonly JsonObject[] {
  if (text === "") return [];
  const groups: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:>|&gt;) ?/.exec(line);
    const last = groups.at(-1);
    const rest = quoted === null ? line : line.slice(quoted[0].length);
    if (last?.isQuote === (quoted !== null)) last.lines.push(rest);
    else groups.push({ isQuote: quoted !== null, lines: [rest] });
  }
  return groups.map((group) => ({
    type: group.isQuote ? "rich_text_quote" : "rich_text_section",
    elements: parseInline(group.lines.join("\n"), {}),
  }));
}

const token =
  /`(?<code>[^`\n]+)`|<(?<reference>[^<>\n]+)>|(?<![\p{L}\p{N}])(?<mark>[*_~])(?=\S)(?<marked>(?:`[^`\n]*`|<[^<>\n]*>|(?!\k<mark>)[^\n])+)(?<=\S)\k<mark>(?![\p{L}\p{N}])|:(?<emoji>[a-z0-9_+'-]+):/gu;
const styles: Readonly<Record<string, string>> = { "*": "bold", _: "italic", "~": "strike" };

function parseInline(text: string, style: Style): readonly JsonObject[] {
  const elements: JsonObject[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const found = elementsOf(match.groups ?? {}, style);
    if (found === undefined) continue;
    if (match.index > end) elements.push(plain(text.slice(end, match.index), style));
    elements.push(...found);
    end = match.index + match[0].length;
  }
  if (end < text.length) elements.push(plain(text.slice(end), style));
  return elements;
}

function elementsOf(
  groups: { readonly [name: string]: string | undefined },
  style: Style,
): readonly JsonObject[] | undefined {
  const { code, reference, mark, marked, emoji } = groups;
  if (code !== undefined) return [plain(code, { ...style, code: true })];
  if (reference !== undefined) return [{ ...readReference(reference), style }];
  if (mark !== undefined) return parseInline(marked ?? "", { ...style, [styles[mark] ?? "bold"]: true });
  return emoji !== undefined && isEmojiName(emoji) ? [{ type: "emoji", name: emoji }] : undefined;
}

function plain(text: string, style: Style): JsonObject {
  return { type: "text", text: unescapeText(text), style };
}
