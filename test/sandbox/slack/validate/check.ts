import { isObject, type JsonObject } from "../json.ts";
import type { Json } from "../page-api.ts";

/** What is wrong and where, as a JSON pointer; Slack's wording. */
export type Problem = { readonly message: string; readonly at: string };

/** Looks at one value; undefined where the field is absent. */
export type Check = (value: Json | undefined, at: string) => readonly Problem[];

export type Range = { readonly min?: number; readonly max?: number };

const fine: readonly Problem[] = [];

function wrong(message: string, at: string): readonly Problem[] {
  return [{ message, at }];
}

/** Slack's form: `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`. */
export function formatProblem(problem: Problem): string {
  return `${problem.message} [json-pointer:${problem.at}]`;
}

export function string({ min = 1, max = Number.POSITIVE_INFINITY }: Range = {}): Check {
  return (value, at) => {
    if (typeof value !== "string") return wrong("must be a string", at);
    if (value.length < min) return wrong(`must be more than ${min - 1} characters`, at);
    return value.length > max ? wrong(`must be less than ${max + 1} characters`, at) : fine;
  };
}

export function oneOf(...allowed: readonly string[]): Check {
  return (value, at) =>
    typeof value === "string" && allowed.includes(value) ? fine : wrong("must be a valid enum value", at);
}

export function number({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Range = {}): Check {
  return (value, at) => {
    if (typeof value !== "number") return wrong("must be a number", at);
    if (value < min) return wrong(`must be greater than or equal to ${min}`, at);
    return value > max ? wrong(`must be less than or equal to ${max}`, at) : fine;
  };
}

export const boolean: Check = (value, at) => (typeof value === "boolean" ? fine : wrong("must be a boolean", at));

/** For parts that the sandbox does not look into. */
export const anything: Check = () => fine;

export function list(item: Check, { min = 0, max = Number.POSITIVE_INFINITY }: Range = {}): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong("must provide an array", at);
    if (value.length < min) return wrong(`must provide at least ${min} items`, at);
    if (value.length > max) return wrong(`no more than ${max} items allowed`, at);
    return value.flatMap((one, index) => item(one, `${at}/${index}`));
  };
}

export function optional(check: Check): Check {
  return (value, at) => (value === undefined || value === null ? fine : check(value, at));
}

/** Every check, in order. */
export function all(...checks: readonly Check[]): Check {
  return (value, at) => checks.flatMap((check) => check(value, at));
}

type Fields = Readonly<Record<string, Check>>;

/** Slack takes no field that it does not know. A check made by `optional` allows the field to be absent. */
export function object(fields: Fields): Check {
  return (value, at) => {
    if (!isObject(value)) return wrong("must provide an object", at);
    const strangers = Object.keys(value)
      .filter((key) => fields[key] === undefined)
      .flatMap((key) => wrong(`invalid additional property: ${key}`, at));
    return [...strangers, ...Object.entries(fields).flatMap(([key, check]) => field({ value, at, key, check }))];
  };
}

function field(of: {
  readonly value: JsonObject;
  readonly at: string;
  readonly key: string;
  readonly check: Check;
}): readonly Problem[] {
  const { value, at, key, check } = of;
  const found = value[key];
  if (found !== undefined) return check(found, `${at}/${key}`);
  const isRequired = check(undefined, at).length > 0;
  return isRequired ? wrong(`missing required field: ${key}`, at) : fine;
}

/** Goes by `type`. */
export function byType(kinds: Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    if (!isObject(value)) return wrong("must provide an object", at);
    const { type } = value;
    if (type === undefined) return wrong("missing required field: type", at);
    const check = typeof type === "string" && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    return check === undefined ? wrong(`unsupported type: ${String(type)}`, `${at}/type`) : check(value, at);
  };
}

/** A rule about an object as a whole: the message where it does not hold, else undefined. */
export function rule(check: (value: JsonObject) => string | undefined): Check {
  return (value, at) => {
    const message = isObject(value) ? check(value) : undefined;
    return message === undefined ? fine : wrong(message, at);
  };
}
