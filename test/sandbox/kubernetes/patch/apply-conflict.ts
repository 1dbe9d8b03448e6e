import { fieldsIn } from "../kube-object.ts";
import { StatusError } from "../status-error.ts";
import { splitPath } from "./field-paths.ts";
import type { Manager } from "./managers.ts";

export type Conflict = { readonly manager: Manager; readonly path: string };

/** The 409 of an apply, which names each field and who owns it. */
export function applyConflict(conflicts: readonly Conflict[]): StatusError {
  const count = conflicts.length;
  const message = `Apply failed with ${count} conflict${count === 1 ? "" : "s"}: ${describe(conflicts)}`;
  const causes = conflicts.map(({ manager, path }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${nameOf(manager)}`,
    field: fieldOf(path),
  }));
  return new StatusError({ code: 409, reason: "Conflict", message, details: { causes } });
}

function describe(conflicts: readonly Conflict[]): string {
  const [only] = conflicts;
  if (conflicts.length === 1 && only) return `conflict with ${nameOf(only.manager)}: ${fieldOf(only.path)}`;
  const names = [...new Set(conflicts.map(({ manager }) => nameOf(manager)))].toSorted();
  return names
    .map((name) => {
      const fields = conflicts.filter(({ manager }) => nameOf(manager) === name).map(({ path }) => fieldOf(path));
      return `conflicts with ${name}:\n${fields.map((field) => `- ${field}`).join("\n")}`;
    })
    .join("\n");
}

function nameOf({ name, operation, subresource, apiVersion }: Manager): string {
  const part = subresource === undefined ? "" : ` with subresource "${subresource}"`;
  return `"${name}"${part}${operation === "Update" ? ` using ${apiVersion}` : ""}`;
}

/** `.spec.containers[name="redis"].image` */
function fieldOf(path: string): string {
  return splitPath(path)
    .map((element) => {
      const text = element.slice(2);
      if (element.startsWith("f:")) return `.${text}`;
      if (element.startsWith("v:")) return `[=${text}]`;
      const keys = Object.entries(fieldsIn(JSON.parse(text))).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
      return `[${keys.join(",")}]`;
    })
    .join("");
}
