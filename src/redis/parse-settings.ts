import { z } from "zod";

const Pairs = z.array(z.string());

/** A flat reply (name, value, name, value, …) as fields: `CONFIG GET` and each entry of `SENTINEL MASTERS`. */
export function parsePairs(reply: unknown): Readonly<Record<string, string>> {
  const flat = Pairs.parse(reply);
  return Object.fromEntries(
    flat.flatMap((name, at) => (at % 2 === 0 && flat[at + 1] !== undefined ? [[name, flat[at + 1] ?? ""]] : [])),
  );
}

/** A number out of `CONFIG GET`, whichever of its names (old or new) the server gives it. */
export function parseSetting(reply: unknown, names: readonly string[]): number | undefined {
  const fields = parsePairs(reply);
  const value = names.map((name) => fields[name]).find((text) => text !== undefined);
  return value === undefined || !/^\d+$/.test(value) ? undefined : Number(value);
}
