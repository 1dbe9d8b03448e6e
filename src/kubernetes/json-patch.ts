import { z } from "zod";

/** RFC 6902, without `move`, `copy` and `test`, which no kustomization of ours uses. */
export const JsonPatch = z.array(
  z.discriminatedUnion("op", [
    z.strictObject({ op: z.literal("add"), path: z.string(), value: z.unknown() }),
    z.strictObject({ op: z.literal("replace"), path: z.string(), value: z.unknown() }),
    z.strictObject({ op: z.literal("remove"), path: z.string() }),
  ]),
);
export type JsonPatch = z.infer<typeof JsonPatch>;

/** The value with all operations applied, one after the other. A path that leads nowhere is an error. */
export function applyJsonPatch(value: unknown, patch: JsonPatch): unknown {
  return patch.reduce((now, operation) => change(now, pointer(operation.path), operation), value);
}

function pointer(path: string): readonly string[] {
  return path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function change(value: unknown, [key, ...rest]: readonly string[], operation: JsonPatch[number]): unknown {
  if (key === undefined) return operation.op === "remove" ? undefined : operation.value;
  if (Array.isArray(value)) return changeList(value, key, rest, operation);
  if (typeof value !== "object" || value === null) throw nowhere(operation);
  const entries = new Map(Object.entries(value));
  if (!entries.has(key) && (rest.length > 0 || operation.op !== "add")) throw nowhere(operation);
  if (rest.length === 0 && operation.op === "remove") entries.delete(key);
  else entries.set(key, change(entries.get(key), rest, operation));
  return Object.fromEntries(entries);
}

function changeList(
  list: readonly unknown[],
  key: string,
  rest: readonly string[],
  operation: JsonPatch[number],
): readonly unknown[] {
  const at = key === "-" ? list.length : Number(key);
  const isInsertion = rest.length === 0 && operation.op === "add";
  if (!Number.isInteger(at) || at > list.length - (isInsertion ? 0 : 1)) throw nowhere(operation);
  if (isInsertion) return list.toSpliced(at, 0, operation.value);
  if (rest.length === 0 && operation.op === "remove") return list.toSpliced(at, 1);
  return list.with(at, change(list[at], rest, operation));
}

function nowhere({ op, path }: JsonPatch[number]): Error {
  return new Error(`the patch ${op} ${path} leads nowhere`);
}
