import { qualifiedName, type Resource } from "./resources.ts";

export type Cause = { readonly reason?: string; readonly message: string; readonly field?: string };

/** What Kubernetes answers instead of an object. */
export type Status = {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: Record<string, never>;
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: object;
  readonly code?: number;
};

/** A request that fails: its Status is the answer. */
export class StatusError extends Error {
  readonly code: number;
  readonly status: Status;
  constructor(failure: { code: number; reason?: string; message: string; details?: object }) {
    super(failure.message);
    this.code = failure.code;
    this.status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", ...failure };
  }
}

function detailsOf(resource: Pick<Resource, "plural" | "group">, name: string): object {
  return { name, ...(resource.group === "" ? {} : { group: resource.group }), kind: resource.plural };
}

/** 404. */
export function notFound(resource: Pick<Resource, "plural" | "group">, name: string): StatusError {
  const message = `${qualifiedName(resource)} "${name}" not found`;
  return new StatusError({ code: 404, reason: "NotFound", message, details: detailsOf(resource, name) });
}

/** 409 of a create. */
export function alreadyExists(resource: Resource, name: string): StatusError {
  const message = `${qualifiedName(resource)} "${name}" already exists`;
  return new StatusError({ code: 409, reason: "AlreadyExists", message, details: detailsOf(resource, name) });
}

/** 409 of a change; the reason is the sentence after the colon. */
export function conflict(resource: Resource, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${why}`;
  return new StatusError({ code: 409, reason: "Conflict", message, details: detailsOf(resource, name) });
}

export const staleVersion =
  "the object has been modified; please apply your changes to the latest version and try again";

/** 422: one field, or several, that Kubernetes would not take. */
export function invalid(
  resource: Pick<Resource, "kind" | "group">,
  name: string,
  causes: readonly (Cause & { field: string })[],
): StatusError {
  const kind = resource.group === "" ? resource.kind : `${resource.kind}.${resource.group}`;
  const lines = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const text = lines.length === 1 ? lines[0] : `[${lines.join(", ")}]`;
  return new StatusError({
    code: 422,
    reason: "Invalid",
    message: `${kind} "${name}" is invalid: ${text}`,
    details: {
      ...(name === "" ? {} : { name }),
      ...(resource.group === "" ? {} : { group: resource.group }),
      kind: resource.kind,
      causes: causes.map(({ field, message, reason }) => ({ reason: reason ?? "FieldValueInvalid", message, field })),
    },
  });
}

/** 400. */
export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: "BadRequest", message });
}

/** 404 of a path that names nothing. */
export function noSuchPath(): StatusError {
  const message = "the server could not find the requested resource";
  return new StatusError({ code: 404, reason: "NotFound", message, details: {} });
}

/** 405. */
export function methodNotAllowed(): StatusError {
  const message = "the server does not allow this method on the requested resource";
  return new StatusError({ code: 405, reason: "MethodNotAllowed", message, details: {} });
}

/** 415. */
export function unsupportedMediaType(): StatusError {
  const message = "415: Unsupported Media Type";
  return new StatusError({ code: 415, reason: "UnsupportedMediaType", message, details: {} });
}

/** 401. */
export function unauthorized(): StatusError {
  return new StatusError({ code: 401, reason: "Unauthorized", message: "Unauthorized" });
}

/** 410: the list or watch asks for a version that is no longer kept. */
export function expired(message: string): StatusError {
  return new StatusError({ code: 410, reason: "Expired", message });
}

/** 500. */
export function internal(message: string): StatusError {
  const details = { causes: [{ message }] };
  return new StatusError({
    code: 500,
    reason: "InternalError",
    message: `Internal error occurred: ${message}`,
    details,
  });
}

/** 501: what the sandbox has not got, named. Real clusters have it; see LEDGER.md. */
export function absent(what: string): StatusError {
  const message = `the sandbox's Kubernetes does not have ${what} (see test/sandbox/kubernetes/LEDGER.md)`;
  return new StatusError({ code: 501, reason: "NotImplemented", message });
}

/** The answer to a deletion that leaves nothing to show. */
export function deleted(resource: Resource, object: { readonly name: string; readonly uid: string }): Status {
  const details = { ...detailsOf(resource, object.name), uid: object.uid };
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}
