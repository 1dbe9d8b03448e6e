import { fieldsIn, isFields, type Manifest, manifestSchema } from "../kube-object.ts";
import { apiVersionOf, type Resource } from "../resources.ts";
import { readTyped, TypeMismatch } from "../schema/read-typed.ts";
import { badRequest } from "../status-error.ts";

/** A manifest, and what to warn its sender of. */
export type ReadManifest = { readonly manifest: Manifest; readonly warnings: readonly string[] };

/**
 * What a server takes a sent or patched object for: fields of the kind's own schema, its kind and version filled in. 400 in the
 * decoder's words where it is of another kind or type, or (`fieldValidation=Strict`) has a field that nobody knows.
 */
export function readManifest(
  value: unknown,
  kind: Pick<Resource, "kind" | "group" | "version"> & { readonly apiVersion?: string },
  fieldValidation: string | null,
): ReadManifest {
  const apiVersion = kind.apiVersion ?? apiVersionOf({ plural: "", singular: "", namespaced: true, ...kind });
  checkKind(value, kind.kind, apiVersion);
  const typed = typedOf(value, kind.kind, apiVersion);
  const warnings = fieldValidation === "Ignore" ? [] : typed.unknown.map((path) => `unknown field "${path}"`);
  if (fieldValidation === "Strict" && warnings.length > 0) {
    throw cannotHandle(kind.kind, apiVersion, `strict decoding error: ${warnings.join(", ")}`);
  }
  const fields = fieldsIn(typed.value);
  const manifest = manifestSchema.parse({
    ...fields,
    metadata: fieldsIn(fields["metadata"]),
    kind: kind.kind,
    apiVersion,
  });
  return { manifest, warnings };
}

function checkKind(value: unknown, kind: string, apiVersion: string): void {
  if (!isFields(value)) {
    throw cannotHandle(kind, apiVersion, `json: cannot unmarshal ${typeof value} into Go value of type v1.${kind}`);
  }
  const given = { kind: value["kind"] ?? kind, apiVersion: value["apiVersion"] ?? apiVersion };
  if (given.kind === kind && given.apiVersion === apiVersion) return;
  if (given.kind === kind) {
    throw badRequest(
      `the API version in the data (${String(given.apiVersion)}) does not match the expected API version (${apiVersion})`,
    );
  }
  const [got, expected] = [`v1.${String(given.kind)}`, `core.${kind}`];
  throw badRequest(
    `${String(given.kind)} in version "${String(given.apiVersion)}" cannot be handled as a ${kind}: converting (${got}) to (${expected}): unknown conversion`,
  );
}

function typedOf(value: unknown, kind: string, apiVersion: string): ReturnType<typeof readTyped> {
  try {
    return readTyped(kind, value);
  } catch (error) {
    if (error instanceof TypeMismatch) throw cannotHandle(kind, apiVersion, error.message);
    throw error;
  }
}

function cannotHandle(kind: string, apiVersion: string, why: string): Error {
  return badRequest(`${kind} in version "${apiVersion.split("/").at(-1)}" cannot be handled as a ${kind}: ${why}`);
}
