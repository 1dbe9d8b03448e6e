import { compact, type JsonObject } from "../../json.ts";
import { unescapeText } from "./unescape-text.ts";

/** What stands between `<` and `>`: a person, channel, group, broadcast, date or link, as a rich text element. */
export function readReference(reference: string): JsonObject {
  const [target = "", label] = split(reference, "|");
  const id = target.slice(1);
  if (target.startsWith("@")) return { type: "user", user_id: id };
  if (target.startsWith("#")) return { type: "channel", channel_id: id };
  if (target.startsWith("!subteam^")) return { type: "usergroup", usergroup_id: target.slice("!subteam^".length) };
  if (target.startsWith("!date^")) return readDate(target, label ?? "");
  if (target.startsWith("!")) return { type: "broadcast", range: id };
  return compact({
    type: "link",
    url: unescapeText(target),
    text: label === undefined ? undefined : unescapeText(label),
  });
}

function readDate(target: string, fallback: string): JsonObject {
  const [, timestamp = "", format = "", url] = target.split("^");
  return compact({ type: "date", timestamp: Number(timestamp), format, url, fallback: unescapeText(fallback) });
}

function split(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
