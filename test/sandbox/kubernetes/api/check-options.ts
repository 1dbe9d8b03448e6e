import { invalid, type StatusError } from "../status-error.ts";

const group = "meta.k8s.io";

/** Throws the 422 of an option that no server knows. */
export function checkDryRun(
  query: URLSearchParams,
  options: "CreateOptions" | "UpdateOptions" | "PatchOptions" | "DeleteOptions",
): void {
  const values = query.getAll("dryRun");
  if (values.every((value) => value === "All")) return;
  throw unsupported(options, "dryRun", `[${values.map((value) => `"${value}"`).join(" ")}]`, ['"All"']);
}

export function unsupported(options: string, field: string, value: string, supported: readonly string[]): StatusError {
  const message = `Unsupported value: ${value}: supported values: ${supported.join(", ")}`;
  return invalid({ kind: options, group }, "", [{ field, reason: "FieldValueNotSupported", message }]);
}

export function requiredOption(options: string, field: string, why: string): StatusError {
  const message = `Required value: ${why}`;
  return invalid({ kind: options, group }, "", [{ field, reason: "FieldValueRequired", message }]);
}
