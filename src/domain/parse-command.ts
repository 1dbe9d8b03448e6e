import { readAuditFilter } from "./audit-filter.ts";
import type { Command, Mistake, Verb } from "./command.ts";
import { type GroupRef, groupId, parseGroup } from "./group.ts";
import { helpTexts, verbs } from "./help-texts.ts";
import { nearest } from "./nearest.ts";
import { shown } from "./shown.ts";

/** What parsing needs to know of the world: the time, for `--since`, and groups, for who forgets the command. */
export type ParseContext = { readonly nowMs: number; readonly watched?: readonly GroupRef[] };

type Words = { readonly verb: Verb; readonly words: readonly string[]; readonly nowMs: number };

/**
 * What a person typed after `/redis`. Never throws: what is not understood comes back with what is wrong, the nearest
 * right thing and the usage line. Phones' dashes and quotes are taken for what was meant.
 */
export function parseCommand(text: string, { nowMs, watched = [] }: ParseContext): Command | Mistake {
  const [first, ...words] = plain(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (first === undefined) return { kind: "menu" };
  const verb = verbs.find((known) => known === first.toLowerCase());
  if (verb === undefined) return unknownVerb(first, words, watched);
  return parsers[verb]({ verb, words, nowMs });
}

// Slack and phones turn -- into a long dash, and quotes into curly ones.
function plain(text: string): string {
  return text
    .replace(/[\u2012-\u2015]/g, "--")
    .replace(/[\u2010\u2011\u2212]/g, "-")
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
  failover: parseFailover,
  deploy: parseDeploy,
  jobs: (words) => withGroup(words, [], (group) => ({ kind: "jobs", ...group })),
  job: parseJob,
  audit: parseAudit,
  whoami: (words) => withoutWords(words, { kind: "whoami" }),
  help: parseHelp,
};

function unknownVerb(typed: string, words: readonly string[], watched: readonly GroupRef[]): Mistake {
  const group = parseGroup(typed.toLowerCase());
  if (group !== undefined && watched.some((one) => mayBe(one, group))) {
    const near = { nearest: `/redis status ${groupId(group)}`, usage: helpTexts.status.usage };
    return { kind: "mistake", problem: `"${shown(typed)}" is a group: the command before it is missing.`, ...near };
  }
  const meant = nearest(typed, verbs);
  return {
    kind: "mistake",
    problem: `"${shown(typed)}" is no command of this bot.`,
    ...(meant !== undefined && { nearest: shown(["/redis", meant, ...words].join(" ")) }),
    usage: meant === undefined ? helpTexts.help.usage : helpTexts[meant].usage,
  };
}

function mayBe(one: GroupRef, typed: GroupRef): boolean {
  const { masterName = one.masterName } = typed;
  return one.namespace === typed.namespace && (one.masterName ?? masterName) === masterName;
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
  if (group !== undefined) return { group };
  const small = word.toLowerCase();
  const meant = parseGroup(small) === undefined ? undefined : `/redis ${verb} ${small}`;
  return mistake(verb, `"${shown(word)}" is no group: write a namespace, or namespace/master-name.`, meant);
}

function unknownOption(verb: Verb, typed: string, known: readonly string[]): Mistake {
  return mistake(verb, `/redis ${verb} has no option "${shown(typed)}".`, nearest(typed, known));
}

function withoutWords({ verb, words }: Words, command: Command): Command | Mistake {
  const [word] = words;
  return word === undefined ? command : mistake(verb, `/redis ${verb} takes nothing more: "${shown(word)}".`);
}

function parseFailover({ verb, words: typed, nowMs }: Words): Command | Mistake {
  const words = typed.flatMap((word) => (word.startsWith("--to=") ? ["--to", word.slice(5)] : [word]));
  const at = words.indexOf("--to");
  const pod = at < 0 ? undefined : words[at + 1];
  if (at >= 0 && (pod === undefined || pod.startsWith("-"))) return mistake(verb, "--to needs the name of a pod.");
  if (pod !== undefined && !/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(pod)) {
    return mistake(verb, `"${shown(pod)}" is no pod's name.`);
  }
  const rest = at < 0 ? words : words.toSpliced(at, 2);
  return withGroup({ verb, words: rest, nowMs }, ["--dry-run"], (group, options) => ({
    kind: "failover",
    ...group,
    ...(pod !== undefined && { options: { to: pod } }),
    dryRun: options.includes("--dry-run"),
  }));
}

function parseDeploy({ verb, words: typed, nowMs }: Words): Command | Mistake {
  const words = typed.flatMap((word) => (word.startsWith("--replicas=") ? ["--replicas", word.slice(11)] : [word]));
  const at = words.indexOf("--replicas");
  const count = at < 0 ? undefined : words[at + 1];
  if (at >= 0 && count !== "1" && count !== "3")
    return mistake(verb, "--replicas is 3, or 1 without anybody to take over.");
  const rest = at < 0 ? words : words.toSpliced(at, 2);
  if (!rest.some((word) => !word.startsWith("-"))) return mistake(verb, "Into which namespace? Its name is missing.");
  return withGroup({ verb, words: rest, nowMs }, ["--dry-run"], (group, options) => ({
    kind: "deploy",
    ...group,
    ...(count !== undefined && { options: { replicas: count === "1" ? 1 : 3 } }),
    dryRun: options.includes("--dry-run"),
  }));
}

function parseJob({ verb, words }: Words): Command | Mistake {
  const [typed, more] = words;
  const id = typed?.toLowerCase();
  if (id === undefined) return mistake(verb, "Which job? Its id is missing.", "/redis jobs");
  if (more !== undefined) return mistake(verb, `"${shown(more)}" is too much: one job at a time.`);
  if (!/^[a-z0-9]{8}$/.test(id)) return mistake(verb, `"${shown(id)}" is no job's id: that is eight of a-z and 0-9.`);
  return { kind: "job", id };
}

function parseHelp({ verb, words }: Words): Command | Mistake {
  const [word] = words;
  if (word === undefined) return { kind: "help" };
  const about = verbs.find((known) => known === word.toLowerCase());
  if (about !== undefined) return { kind: "help", verb: about };
  const meant = nearest(word, verbs);
  return mistake(verb, `There is no command "${shown(word)}".`, meant === undefined ? meant : `/redis help ${meant}`);
}

function parseAudit({ verb, words, nowMs }: Words): Command | Mistake {
  if (words[0] === "verify" && words.length === 1) return { kind: "audit-verify" };
  const read = readAuditFilter(words, nowMs);
  if ("problem" in read) return mistake(verb, read.problem, read.nearest);
  const group = oneGroup(verb, read.rest);
  return "kind" in group ? group : { kind: "audit", ...group, ...read.filter };
}
