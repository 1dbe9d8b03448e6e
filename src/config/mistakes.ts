import type { z } from "zod";
import { isProtected } from "../domain/policy.ts";
import { nearestSetting } from "./misspelled.ts";
import { examples, type SettingName, Settings, secretSettings } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Names that are nearly one of ours: a line for each. */
export function misspellings(env: Environment): readonly string[] {
  const names = Object.keys(Settings.shape);
  return Object.keys(env).flatMap((name) => {
    // GROUPS is for other programs as well: it only counts where ours is absent.
    const nearest = nearestSetting(name, names);
    return nearest === undefined || env[nearest] !== undefined ? [] : [`${name} is unknown; did you mean ${nearest}?`];
  });
}

/** What zod found, a line for each setting, with an example and without any secret. */
export function wrongValues(error: z.ZodError, env: Environment): readonly string[] {
  return error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const value = env[name];
    if (value === undefined) return missing(name);
    const shown = secretSettings.includes(name) ? "" : ` ("${value}")`;
    return `${name}${shown} ${issue.message}.${example(name)}`;
  });
}

/** Settings that are right each, but not together. */
export function contradictions(settings: Settings): readonly string[] {
  const mistakes: string[] = [];
  const need = (name: SettingName, because: string) => {
    if (settings[name] === undefined) mistakes.push(`${missing(name)} ${because}`);
  };
  if (settings.SLACK_MODE === "socket") need("SLACK_APP_TOKEN", "SLACK_MODE=socket needs it.");
  if (settings.SLACK_MODE === "http") need("SLACK_SIGNING_SECRET", "SLACK_MODE=http needs it.");
  const samePort = settings.SLACK_HTTP_PORT === settings.HTTP_PORT && settings.HTTP_PORT !== 0;
  if (settings.SLACK_MODE === "http" && samePort) {
    mistakes.push(`SLACK_HTTP_PORT and HTTP_PORT are both ${settings.HTTP_PORT}; each needs a port of its own.`);
  }
  return [...mistakes, ...unapprovable(settings)];
}

// Better now than when the first recovery waits for somebody who does not exist.
function unapprovable(settings: Settings): readonly string[] {
  const { VIEWERS, OPERATORS, APPROVERS, PROTECTED_NAMESPACES } = settings;
  const lists = {
    viewers: VIEWERS,
    operators: OPERATORS,
    approvers: APPROVERS,
    protectedNamespaces: PROTECTED_NAMESPACES,
  };
  const group = settings.WATCH_GROUPS.find(({ namespace }) => isProtected(lists, namespace));
  if (group === undefined || APPROVERS.length > 0) return [];
  return [
    `APPROVERS is empty, but ${group.namespace} is protected (PROTECTED_NAMESPACES): nobody could approve its jobs.${example("APPROVERS")}`,
  ];
}

function missing(name: string): string {
  return `${name} is missing.${example(name)}`;
}

function example(name: string): string {
  const known = Object.entries(examples).find(([setting]) => setting === name);
  return known === undefined ? "" : ` Example: ${name}=${known[1]}`;
}
