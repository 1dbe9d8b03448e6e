import { expect, test } from "vitest";
import { formatSlackDate } from "../sandbox/slack/page/text/format-slack-date.ts";

const now = new Date(2026, 10, 23, 14, 0, 0);
const at = (day: number) => new Date(2026, 10, day, 9, 5, 7);

test("each token of Slack's is written out", () => {
  const format = "{date_num} {date} {date_short} {time} {time_secs}";
  expect(formatSlackDate(at(20), format, now)).toBe("2026-11-20 20 November 2026 20 Nov 2026 09:05 09:05:07");
});

test("a near day is called by its name where the format is pretty", () => {
  const format = "{date_short_pretty} at {time}";
  expect([20, 22, 23, 24].map((day) => formatSlackDate(at(day), format, now))).toEqual([
    "20 Nov 2026 at 09:05",
    "yesterday at 09:05",
    "today at 09:05",
    "tomorrow at 09:05",
  ]);
});

test("how long ago", () => {
  expect(formatSlackDate(new Date(now.getTime() - 180_000), "{ago}", now)).toBe("3 minutes ago");
});

test("a token that is not Slack's leaves the fallback", () => {
  expect(formatSlackDate(now, "{date} {week}", now)).toBeUndefined();
});
