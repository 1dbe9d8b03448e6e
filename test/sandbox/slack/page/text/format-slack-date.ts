/**
 * Slack's date tokens, such as `{date_short_pretty} at {time}`, in this browser's time zone. Undefined where the format
 * holds a token that is not Slack's, for then Slack shows the fallback.
 */
export function formatSlackDate(at: Date, format: string, now: Date): string | undefined {
  const parts = format.split(/\{(\w+)\}/);
  const texts = parts.map((part, index) => (index % 2 === 0 ? part : tokens[part]?.(at, now)));
  return texts.includes(undefined) ? undefined : texts.join("");
}

const locale = "en-GB";
const shown = (options: Intl.DateTimeFormatOptions) => (at: Date) => at.toLocaleString(locale, options);
const long = shown({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const full = shown({ day: "numeric", month: "long", year: "numeric" });
const short = shown({ day: "numeric", month: "short", year: "numeric" });
const pretty = (usual: (at: Date) => string) => (at: Date, now: Date) => nearDay(at, now) ?? usual(at);

const tokens: Readonly<Record<string, (at: Date, now: Date) => string>> = {
  date_num: (at) => at.toLocaleDateString("sv-SE"),
  date_slash: (at) => at.toLocaleDateString(locale),
  date: full,
  date_short: short,
  date_long: long,
  date_pretty: pretty(full),
  date_short_pretty: pretty(short),
  date_long_pretty: pretty(long),
  time: shown({ hour: "2-digit", minute: "2-digit" }),
  time_secs: shown({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (at, now) => ago((now.getTime() - at.getTime()) / 1_000),
};

function nearDay(at: Date, now: Date): string | undefined {
  const day = (date: Date) => Math.round(new Date(date).setHours(12, 0, 0, 0) / 86_400_000);
  return { "-1": "yesterday", "0": "today", "1": "tomorrow" }[String(day(at) - day(now))];
}

function ago(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (Math.abs(seconds) < 60) return format.format(-Math.round(seconds), "second");
  if (Math.abs(seconds) < 3_600) return format.format(-Math.round(seconds / 60), "minute");
  if (Math.abs(seconds) < 86_400) return format.format(-Math.round(seconds / 3_600), "hour");
  return format.format(-Math.round(seconds / 86_400), "day");
}
