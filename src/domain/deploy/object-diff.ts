import { textDiff } from "./text-diff.ts";

type Entries = Readonly<Record<string, unknown>>;

/** Set by the API server, or saying the same thing once more. */
const bookkeeping = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"];
const annotationsOfTools = ["kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision"];

/**
 * How an object differs from another of its name, a line for each field; empty where only bookkeeping does. Values of a
 * Secret are never shown.
 */
export function objectDiff(before: Entries, after: Entries): readonly string[] {
  const isSecret = after["kind"] === "Secret";
  return differences("", meant(before, isSecret), meant(after, isSecret));
}

function meant(object: Entries, isSecret: boolean): Entries {
  const { status: _, data, ...rest } = object;
  const metadata = without(entriesOf(rest["metadata"]), bookkeeping);
  const annotations = without(entriesOf(metadata["annotations"]), annotationsOfTools);
  return {
    ...rest,
    metadata: { ...metadata, annotations },
    ...(data !== undefined && { data: isSecret ? hidden(entriesOf(data)) : data }),
  };
}

function without(entries: Entries, keys: readonly string[]): Entries {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => !keys.includes(key)));
}

/** Length tells nothing but that there is something; values that differ in nothing else are not told apart. */
function hidden(data: Entries): Entries {
  return Object.fromEntries(Object.keys(data).map((key) => [key, "(secret)"]));
}

function differences(path: string, before: unknown, after: unknown): readonly string[] {
  if (before === after) return [];
  if (isEntries(before) && isEntries(after)) return inEntries(path, before, after);
  if (Array.isArray(before) && Array.isArray(after)) return inLists(path, before, after);
  if (before === undefined) return isEmpty(after) ? [] : [`+ ${path}: ${shown(after)}`];
  if (after === undefined) return isEmpty(before) ? [] : [`- ${path}: ${shown(before)}`];
  if (isText(before) && isText(after)) return textDiff(before, after).map((line) => `${path}: ${line}`);
  return [`${path}: ${shown(before)} -> ${shown(after)}`];
}

function inEntries(path: string, before: Entries, after: Entries): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return keys.flatMap((key) => differences(path === "" ? key : `${path}.${key}`, before[key], after[key]));
}

/** Items that have names are compared by them, others by their place. */
function inLists(path: string, before: readonly unknown[], after: readonly unknown[]): readonly string[] {
  const all = [...before, ...after];
  const byName = all.every((item) => isEntries(item) && typeof item["name"] === "string");
  const keyOf = (item: unknown, at: number) => (byName ? String(entriesOf(item)["name"]) : String(at));
  const [was, is] = [before, after].map((list) => new Map(list.map((item, at) => [keyOf(item, at), item])));
  const keys = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])];
  return keys.flatMap((key) => differences(`${path}[${key}]`, was?.get(key), is?.get(key)));
}

function isEntries(value: unknown): value is Entries {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function entriesOf(value: unknown): Entries {
  return isEntries(value) ? value : {};
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isEntries(value) && Object.keys(value).length === 0;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.includes("\n");
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const longest = 120;
