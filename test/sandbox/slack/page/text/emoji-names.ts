import { get } from "node-emoji";

/** Slack's names that other lists of emoji do not have. */
const slackOnly: Readonly<Record<string, string>> = {
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
  large_orange_circle: "🟠",
  large_purple_circle: "🟣",
  large_brown_circle: "🟤",
  double_vertical_bar: "⏸️",
  black_square_for_stop: "⏹️",
  information_source: "ℹ️",
  tools: "🛠️",
  white_circle: "⚪",
};

/** The character of a Slack emoji, or undefined where there is none of that name. */
export function emojiCharacter(name: string): string | undefined {
  return slackOnly[name] ?? get(name);
}

export function isEmojiName(name: string): boolean {
  return emojiCharacter(name) !== undefined;
}
