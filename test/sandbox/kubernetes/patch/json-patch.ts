import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { isFields } from "../kube-object.ts";
import { badRequest, StatusError } from "../status-error.ts";

const Operation = z.discriminatedUnion("op", [
  z.looseObject({ op: z.literal("add"), path: z.string(), value: z.unknown() }),
  z.looseObject({ op: z.literal("replace"), path: z.string(), value: z.unknown() }),
  z.looseObject({ op: z.literal("test"), path: z.string(), value: z.unknown() }),
  z.looseObject({ op: z.literal("remove"), path: z.string() }),
  z.looseObject({ op: z.literal("move"), path: z.string(), from: z.string() }),
  z.looseObject({ op: z.literal("copy"), path: z.string(), from: z.string() }),
]);
type Operation = z.infer<typeof Operation>;

/** RFC 6902, in the server's words: 400 for what is no JSON patch, 422 for one that does not fit the object. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  const operations = z.array(Operation).safeParse(patch);
  if (!operations.success) {
    throw badRequest(`error decoding patch: json: cannot unmarshal ${typeof patch} into a list of operations`);
  }
  return operations.data.reduce(applyOne, document);
}

function applyOne(document: unknown, operation: Operation): unknown {
  const path = pointer(operation.path);
  switch (operation.op) {
    case "add":
      return change(document, path, { kind: "add", value: operation.value });
    case "replace":
      readAt(document, path);
      return change(document, path, { kind: "replace", value: operation.value });
    case "remove":
      readAt(document, path);
      return change(document, path, { kind: "remove" });
    case "test":
      if (!isDeepStrictEqual(readAt(document, path), operation.value)) throw rejected();
      return document;
    case "copy":
      return change(document, path, { kind: "add", value: readAt(document, pointer(operation.from)) });
    case "move": {
      const value = readAt(document, pointer(operation.from));
      const left = change(document, pointer(operation.from), { kind: "remove" });
      return change(left, path, { kind: "add", value });
    }
  }
}

function pointer(text: string): readonly string[] {
  if (text === "") return [];
  if (!text.startsWith("/")) throw rejected();
  return text
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function readAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, part) => {
    const found = Array.isArray(value) ? value[indexIn(value, part)] : isFields(value) ? value[part] : undefined;
    if (found === undefined) throw rejected();
    return found;
  }, document);
}

/** What to do at the end of a path: put a value in, in the place of another, or take it away. */
type Edit = { readonly kind: "add" | "replace"; readonly value: unknown } | { readonly kind: "remove" };

/** A copy of the document with the edit made at the path. */
function change(document: unknown, [part, ...rest]: readonly string[], edit: Edit): unknown {
  if (part === undefined) return edit.kind === "remove" ? undefined : edit.value;
  if (Array.isArray(document)) return changeList(document, [part, ...rest], edit);
  if (!isFields(document)) throw rejected();
  const { [part]: before, ...others } = document;
  if (rest.length === 0) return edit.kind === "remove" ? others : { ...document, [part]: edit.value };
  if (before === undefined) throw rejected();
  return { ...document, [part]: change(before, rest, edit) };
}

function changeList(list: readonly unknown[], [part, ...rest]: readonly [string, ...string[]], edit: Edit): unknown {
  const index = part === "-" ? list.length : indexIn(list, part);
  if (rest.length > 0) {
    if (index >= list.length) throw rejected();
    return list.with(index, change(list[index], rest, edit));
  }
  if (edit.kind === "remove") return list.toSpliced(index, 1);
  return list.toSpliced(index, edit.kind === "replace" ? 1 : 0, edit.value);
}

function indexIn(list: readonly unknown[], part: string): number {
  const index = Number(part);
  if (!/^\d+$/.test(part) || index > list.length) throw rejected();
  return index;
}

function rejected(): StatusError {
  const message = "the server rejected our request due to an error in our request";
  return new StatusError({ code: 422, reason: "Invalid", message, details: {} });
}
