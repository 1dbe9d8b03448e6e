import { nearest } from "./nearest.ts";
import { shown } from "./shown.ts";

type Filter = { readonly by?: string; readonly sinceMs?: number };
type Problem = { readonly problem: string; readonly nearest?: string };

/** The options of `/redis audit` (`--since 7d` or `--since=7d`, `--by <@U1>`), and the words that are none. */
export function readAuditFilter(
  words: readonly string[],
  nowMs: number,
): { readonly filter: Filter; readonly rest: readonly string[] } | Problem {
  const rest: string[] = [];
  let filter: Filter = {};
  let next = 0;
  for (let word = words[next]; word !== undefined; word = words[next]) {
    next += 1;
    if (!word.startsWith("-")) {
      rest.push(word);
      continue;
    }
    const [option = word, ...joined] = word.split("=");
    const value = joined.length > 0 ? joined.join("=") : words[next++];
    const read = readOption(option, value ?? "", nowMs);
    if ("problem" in read) return read;
    filter = { ...filter, ...read };
  }
  return { filter, rest };
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function readOption(option: string, value: string, nowMs: number): Filter | Problem {
  if (option === "--since") {
    const [, amount, unit = ""] = /^(\d{1,4})([mhd])$/.exec(value) ?? [];
    if (amount !== undefined) return { sinceMs: nowMs - Number(amount) * (unitMs[unit] ?? 0) };
    return { problem: `--since takes a time such as 30m, 12h or 7d${not(value)}.` };
  }
  if (option === "--by") {
    // Slack sends a mention as <@U0123|name> where the command asks for it, else as it was typed.
    const [, id] = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(value) ?? /^([UW][A-Z0-9]{5,})$/.exec(value) ?? [];
    if (id !== undefined) return { by: id };
    return { problem: `--by takes a user: pick the name from the list that Slack offers after @${not(value)}.` };
  }
  const meant = nearest(option, ["--since", "--by"]);
  const problem = `/redis audit has no option "${shown(option)}".`;
  return meant === undefined ? { problem } : { problem, nearest: meant };
}

function not(value: string): string {
  return value === "" ? "" : `, not "${shown(value)}"`;
}
