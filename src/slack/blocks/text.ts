const longestLine = 600;

/** Text that came from somewhere else, so that it is shown as it is: it makes no mention, no link, nothing bold. */
export function escaped(text: string): string {
  // Slack has no escape for its marks; one that does not stand at a word's edge is no mark (U+2060 has no width).
  return entities(text).replace(/(?<![A-Za-z0-9])[*_~`]|[*_~`](?![A-Za-z0-9])/g, (mark) => `\u2060${mark}`);
}

/** As `escaped`, for what stands between back-ticks: to be copied, hence without a character more than it needs. */
export function escapedCode(text: string): string {
  return entities(text).replace(/`(?=`)|`$/g, "`\u2060");
}

function entities(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** The beginning, and a sign where there was more; never half an entity, mention or character. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text
    .slice(0, most - 2)
    .replace(/[\uD800-\uDBFF]$/, "")
    .replace(/&[a-z]{0,3}$|<[^<>]*$/, "");
  return `${kept} …`;
}

/** Both ends of a name: long ones that differ only at one of them stay apart. */
export function clippedMiddle(name: string, most: number): string {
  if (name.length <= most) return name;
  const half = Math.floor((most - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(-half)}`;
}

/** The lines that fit; the others are counted in the last one, never dropped without a word. */
export function fitting(lines: readonly string[], most: number): readonly string[] {
  const room = most - "\n… and 12345 more".length;
  const short = lines.map((line) => clipped(line, Math.min(longestLine, room)));
  const ends = short.map((_, i) => short.slice(0, i + 1).join("\n").length);
  if ((ends.at(-1) ?? 0) <= most) return short;
  const kept = ends.findIndex((end) => end > room);
  return [...short.slice(0, kept), `… and ${lines.length - kept} more`];
}

/** Lines joined to as few texts as fit. */
export function pages(lines: readonly string[], most: number): readonly string[] {
  const found: string[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last === undefined || last.length + line.length + 1 > most) found.push(line);
    else found[found.length - 1] = `${last}\n${line}`;
  }
  return found;
}
