import { type Fields, isFields } from "../kube-object.ts";
import { joinPath, splitPath } from "./field-paths.ts";

type Tree = { [element: string]: Tree };

/** The form in which `managedFields` shows a set of paths: nested, a dot for a path that has others below it. */
export function toFieldsV1(paths: Iterable<string>): Fields {
  const root: Tree = {};
  const members = [...paths].toSorted();
  for (const path of members) {
    let tree = root;
    for (const element of splitPath(path)) {
      tree[element] ??= {};
      tree = tree[element];
    }
    // Sorted: a path comes before those below it, which find its dot there.
    tree["."] = {};
  }
  return withoutLonelyDots(root);
}

function withoutLonelyDots(tree: Tree): Tree {
  const names = Object.keys(tree);
  if (names.length === 1 && names[0] === ".") return {};
  return Object.fromEntries(
    Object.entries(tree).map(([name, inner]) => [name, name === "." ? inner : withoutLonelyDots(inner)]),
  );
}

export function fromFieldsV1(tree: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  gather(tree, "", found);
  return found;
}

function gather(tree: unknown, path: string, found: Set<string>): void {
  if (!isFields(tree)) return;
  const names = Object.keys(tree);
  if (path !== "" && (names.length === 0 || names.includes("."))) found.add(path);
  for (const name of names) if (name !== ".") gather(tree[name], joinPath(path, name), found);
}
