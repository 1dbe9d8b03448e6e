import type { Command, Mistake, Verb } from "./command.ts";
import { type GroupRef, parseGroup } from "./group.ts";
import { helpTexts, verbs } from "./help-texts.ts";
import { nearest } from "./nearest.ts";

/** What parsing needs to know of the world: the time, for `--since`. */
export type ParseContext = { readonly nowMs: number };

type Words = { readonly verb: Verb; readonly words: readonly string[]; readonly nowMs: number };

/**
 * What a person typed after `/redis`. Never throws: what is not understood comes back with what is wrong, the nearest
 * right thing and the usage line. Phones' dashes and quotes are taken for what was meant.
 */
export function parseCommand(text: string, { nowMs }: ParseContext): Command | Mistake {
  const [first, ...words] = plain(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (first === undefined) return { kind: "menu" };
  const verb = verbs.find((known) => known === first.toLowerCase());
  if (verb === undefined) return unknownVerb(first);
  return parsers[verb]({ verb, words, nowMs });
}

// Slack and phones turn -- into a long dash, and quotes into curly ones.
function plain(text: string): string {
  return text
    .replace(/[\u2013\u2014]/g, "--")
    .replace(/[\u2018\u2019\u201C\u201D"'`]/g, "")
    .trim();
}

const parsers: Readonly<Record<Verb, (words: Words) => Command | Mistake>> = {
  menu: () => ({ kind: "menu" }),
  status: (words) => withGroup(words, [], (group) => ({ kind: "status", ...group })),
  recover: (words) =>
    withGroup(words, ["--dry-run"], (group, options) => ({
      kind: "recover",
      ...group,
      dryRun: options.includes("--dry-run"),
    })),
  jobs: (words) => withGroup(words, [], (group) => ({ kind: "jobs", ...group })),
  job: parseJob,
  audit: parseAudit,
  whoami: (words) => withoutWords(words, { kind: "whoami" }),
  help: parseHelp,
};

function unknownVerb(typed: string): Mistake {
  const meant = nearest(typed, verbs);
  return {
    kind: "mistake",
    problem: `"${shown(typed)}" is no command of this bot.`,
    ...(meant !== undefined && { nearest: `/redis ${meant}` }),
    usage: "/redis help",
  };
}

function mistake(verb: Verb, problem: string, near?: string): Mistake {
  return { kind: "mistake", problem, ...(near !== undefined && { nearest: near }), usage: helpTexts[verb].usage };
}

function withGroup(
  { verb, words }: Words,
  known: readonly string[],
  build: (group: { readonly group?: GroupRef }, options: readonly string[]) => Command,
): Command | Mistake {
  const options = words.filter((word) => word.startsWith("-"));
  const wrong = options.find((option) => !known.includes(option));
  if (wrong !== undefined) return unknownOption(verb, wrong, known);
  const group = oneGroup(
    verb,
    words.filter((word) => !word.startsWith("-")),
  );
  return "kind" in group ? group : build(group, options);
}

function oneGroup(verb: Verb, words: readonly string[]): { readonly group?: GroupRef } | Mistake {
  const [word, more] = words;
  if (word === undefined) return {};
  if (more !== undefined) return mistake(verb, `"${shown(more)}" is too much: one group at a time.`);
  const group = parseGroup(word);
  return group === undefined
    ? mistake(verb, `"${shown(word)}" is no group: write a namespace, or namespace/master-name.`)
    : { group };
}

function unknownOption(verb: Verb, typed: string, known: readonly string[]): Mistake {
  return mistake(verb, `/redis ${verb} has no option "${shown(typed)}".`, nearest(typed, known));
}

function withoutWords({ verb, words }: Words, command: Command): Command | Mistake {
  const [word] = words;
  return word === undefined ? command : mistake(verb, `/redis ${verb} takes nothing more: "${shown(word)}".`);
}

function parseJob({ verb, words }: Words): Command | Mistake {
  const [id, more] = words;
  if (id === undefined) return mistake(verb, "Which job? Its id is missing.", "/redis jobs");
  if (more !== undefined) return mistake(verb, `"${shown(more)}" is too much: one job at a time.`);
  if (!/^[a-z0-9]{8}$/.test(id)) return mistake(verb, `"${shown(id)}" is no job's id: that is eight of a-z and 0-9.`);
  return { kind: "job", id };
}

function parseHelp({ verb, words }: Words): Command | Mistake {
  const [word] = words;
  if (word === undefined) return { kind: "help" };
  const about = verbs.find((known) => known === word.toLowerCase());
  return about === undefined
    ? mistake(verb, `There is no command "${shown(word)}".`, nearest(word, verbs))
    : { kind: "help", verb: about };
}

function parseAudit({ verb, words, nowMs }: Words): Command | Mistake {
  if (words[0] === "verify" && words.length === 1) return { kind: "audit-verify" };
  const rest: string[] = [];
  const filter: { by?: string; sinceMs?: number } = {};
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? "";
    if (!word.startsWith("-")) {
      rest.push(word);
      continue;
    }
    const value = words[i + 1];
    const problem = readFilter(filter, { option: word, value, nowMs });
    if (problem !== undefined) return mistake(verb, problem, nearest(word, ["--since", "--by"]));
    i += 1;
  }
  const group = oneGroup(verb, rest);
  return "kind" in group ? group : { kind: "audit", ...group, ...filter };
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function readFilter(
  filter: { by?: string; sinceMs?: number },
  { option, value, nowMs }: { readonly option: string; readonly value: string | undefined; readonly nowMs: number },
): string | undefined {
  if (option === "--since") {
    const [, amount = "", unit = ""] = /^(\d{1,4})([mhd])$/.exec(value ?? "") ?? [];
    if (amount === "") return `--since takes a time such as 30m, 12h or 7d, not "${shown(value ?? "")}".`;
    filter.sinceMs = nowMs - Number(amount) * (unitMs[unit] ?? 0);
    return undefined;
  }
  if (option === "--by") {
    // Slack sends a mention as <@U0123|name> where the command asks for it, else as it was typed.
    const [, id] =
      /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(value ?? "") ?? /^([UW][A-Z0-9]{5,})$/.exec(value ?? "") ?? [];
    if (id === undefined) return `--by takes a user, such as @olga, not "${shown(value ?? "")}".`;
    filter.by = id;
    return undefined;
  }
  return `/redis audit has no option "${shown(option)}".`;
}

/** What somebody typed, short enough to be shown back. */
function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
