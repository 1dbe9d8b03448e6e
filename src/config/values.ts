import { z } from "zod";

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const Unit = z.enum(["ms", "s", "m", "h", "d"]);

/** `30s`, `5m` and the like, in milliseconds; undefined where the text is none. */
function parseDuration(text: string): number | undefined {
  const [, amount = "", unit] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  const known = Unit.safeParse(unit);
  return known.success ? Number(amount) * unitMs[known.data] : undefined;
}

/** A duration between two others, in milliseconds. */
export function duration(shortest: string, longest: string) {
  const [least = 0, most = 0] = [parseDuration(shortest), parseDuration(longest)];
  return z.string().transform((text, context) => {
    const ms = parseDuration(text.trim());
    if (ms !== undefined && ms >= least && ms <= most) return ms;
    context.addIssue(`is not a duration from ${shortest} to ${longest}`);
    return z.NEVER;
  });
}

/** A whole number between two others. */
export function wholeNumber(least: number, most: number) {
  return z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\s*\d+\s*$/.test(text) && value >= least && value <= most) return value;
    context.addIssue(`is not a whole number from ${least} to ${most}`);
    return z.NEVER;
  });
}

/** A comma-separated list whose items all have this form. */
export function listOf(form: RegExp, what: string) {
  return z.string().transform((text, context) => {
    const items = splitList(text);
    const wrong = items.filter((item) => !form.test(item));
    if (wrong.length === 0) return items;
    context.addIssue(`has ${wrong.map((item) => `"${item}"`).join(", ")}, which is not ${what}`);
    return z.NEVER;
  });
}

/** A text of this form. */
export function textLike(form: RegExp, problem: string) {
  return z.string().trim().regex(form, { error: problem });
}

export function splitList(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
