import type { ReactNode } from "react";

const red = "#d92d3a";
const green = "#2f9e58";
const amber = "#d99a13";

const disc = (color: string) => <circle cx="10" cy="10" r="8" fill={color} />;
const glyph = (path: string, color = "#fff") => (
  <path d={path} fill="none" stroke={color} strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />
);
const tile = (color: string, path: string) => (
  <>
    <rect x="1.5" y="1.5" width="17" height="17" rx="4" fill={color} />
    {glyph(path)}
  </>
);

const check = "M5.5 10.5l3 3 6-7";
const cross = "M4.5 4.5l11 11M15.5 4.5l-11 11";
const hourglass = (
  <>
    <path d="M5 2.5h10M5 17.5h10" stroke="#8a6d3b" strokeWidth="2" strokeLinecap="round" />
    <path d="M6 3.5c0 4 3 4.5 4 6.5 1-2 4-2.5 4-6.5zM6 16.5c0-4 3-4.5 4-6.5 1 2 4 2.5 4 6.5z" fill="#f3c969" />
    <path d="M7 16.2c.5-1.6 2-2.2 3-3 1 .8 2.5 1.4 3 3z" fill={amber} />
  </>
);
const bell = (
  <>
    <path
      d="M10 2.5c3.2 0 5 2.4 5 5.4 0 3.6 1.6 4.6 1.6 6.1H3.4C3.4 12.5 5 11.5 5 7.9c0-3 1.8-5.4 5-5.4z"
      fill="#e8b52d"
    />
    <circle cx="10" cy="16" r="1.9" fill="#b98712" />
  </>
);
const circularArrows = "M4 10a6 6 0 0 1 10.2-4.2L16 7.5M16 3.5v4h-4M16 10a6 6 0 0 1-10.2 4.2L4 12.5M4 16.5v-4h4";

/**
 * The bot's status emoji, drawn: a bare machine has no font for them, and a status must not be an empty box.
 * Inside a 20 by 20 view box.
 */
export const emojiDrawings: Readonly<Record<string, ReactNode>> = {
  red_circle: disc(red),
  large_orange_circle: disc("#e07b1f"),
  large_yellow_circle: disc("#e8b52d"),
  large_green_circle: disc(green),
  large_blue_circle: disc("#2f7fd9"),
  large_purple_circle: disc("#8a55c9"),
  white_circle: <circle cx="10" cy="10" r="7.2" fill="#fff" stroke="#9aa0a6" strokeWidth="1.6" />,
  black_circle: disc("#2b2f36"),
  white_check_mark: tile(green, check),
  heavy_check_mark: glyph(check, green),
  x: glyph(cross, red),
  hourglass_flowing_sand: hourglass,
  hourglass,
  warning: (
    <>
      <path d="M10 1.8l8.7 15.7H1.3z" fill="#f2b824" stroke="#b98712" strokeWidth="1" strokeLinejoin="round" />
      <path d="M10 7v5.2M10 14.8v.4" stroke="#3b2f0b" strokeWidth="2" strokeLinecap="round" />
    </>
  ),
  rotating_light: (
    <>
      <path d="M5 14V9a5 5 0 0 1 10 0v5z" fill={red} />
      <path d="M3.5 17.5v-3h13v3z" fill="#6b7280" />
      <path d="M10 .8v1.6M2.6 4l1.3 1M17.4 4l-1.3 1" stroke={red} strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  no_entry: (
    <>
      {disc(red)}
      {glyph("M5.5 10h9")}
    </>
  ),
  no_entry_sign: (
    <>
      <circle cx="10" cy="10" r="7.2" fill="none" stroke={red} strokeWidth="2.4" />
      {glyph("M5 15l10-10", red)}
    </>
  ),
  lock: (
    <>
      <path d="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9" fill="none" stroke="#8b9099" strokeWidth="2" />
      <rect x="4" y="9" width="12" height="8.5" rx="1.6" fill="#e0a92c" />
    </>
  ),
  bell,
  no_bell: (
    <>
      {bell}
      {glyph("M3 17L17 3", red)}
    </>
  ),
  eyes: (
    <>
      <ellipse cx="6" cy="10" rx="4" ry="6" fill="#fff" stroke="#80868f" />
      <ellipse cx="14" cy="10" rx="4" ry="6" fill="#fff" stroke="#80868f" />
      <circle cx="7" cy="11" r="2" fill="#22262c" />
      <circle cx="15" cy="11" r="2" fill="#22262c" />
    </>
  ),
  wave: glyph("M5 11V6.5M8 10V4M11 10V4.5M14 11V6.5M5 11c0 4 2 6 5 6s4-2 4-6", amber),
  arrows_counterclockwise: tile("#2f7fd9", circularArrows),
  arrow_right: tile("#2f7fd9", "M5 10h10M11 6l4 4-4 4"),
  information_source: tile("#2f7fd9", "M10 9v5.5M10 5.5v.3"),
  question: glyph("M6.5 7a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1-1.5 2.3M10 16v.2", red),
  mag: (
    <>
      <circle cx="8.5" cy="8.5" r="5.2" fill="#cfe6f7" stroke="#5c6672" strokeWidth="2" />
      {glyph("M12.6 12.6l4.6 4.6", "#5c6672")}
    </>
  ),
  double_vertical_bar: tile("#6b7280", "M7.5 6v8M12.5 6v8"),
  black_square_for_stop: tile("#6b7280", "M7 7h6v6H7z"),
  stopwatch: (
    <>
      <circle cx="10" cy="11.3" r="6.4" fill="#f4f5f7" stroke="#5c6672" strokeWidth="2" />
      {glyph("M10 11.3V8M8.3 2h3.4M15 5l1.2 1.2", "#5c6672")}
    </>
  ),
};
