import { ApiException } from "@kubernetes/client-node";
import { z } from "zod";
import type { RefusalCause } from "../../domain/deploy/rehearsal.ts";
import { Fault } from "../../domain/fault.ts";

const Status = z.object({
  message: z.string(),
  reason: z.string().optional(),
  details: z
    .object({
      kind: z.string().optional(),
      causes: z.array(z.object({ reason: z.string().optional(), message: z.string().optional() })).optional(),
    })
    .optional(),
});
type Status = z.infer<typeof Status>;

/**
 * Why Kubernetes refused this one object, with its own words; undefined for what concerns more than the object: no
 * answer, no namespace, no credentials.
 */
export function refusalCause(error: unknown): { readonly cause: RefusalCause; readonly reason: string } | undefined {
  if (!(error instanceof Fault && error.cause instanceof ApiException)) return undefined;
  const { code, body } = error.cause;
  const status = Status.safeParse(typeof body === "string" ? parse(body) : body).data;
  if (status === undefined || code === 401) return undefined;
  const cause = causeOf(code, status);
  return cause === undefined ? undefined : { cause, reason: status.message.trim() };
}

/** An admission plugin has only its words: the codes that come with them are its own choice. */
function causeOf(code: number, status: Status): RefusalCause | undefined {
  const { message, details, reason } = status;
  if (details?.causes?.some((cause) => cause.reason === "FieldManagerConflict") === true) return "conflict";
  if (/exceeded quota|must specify limits|failed quota/.test(message)) return "quota";
  if (/violates PodSecurity|admission webhook|calling webhook|ValidatingAdmissionPolicy/.test(message)) {
    return "admission";
  }
  if (/because it is being terminated/.test(message)) return "deleting";
  if (/field not declared in schema/.test(message)) return "invalid";
  if (code === 404) return details?.kind === "namespaces" ? undefined : "unknown-kind";
  if (code === 501) return "unknown-kind";
  if (code === 403)
    return reason === "Forbidden" && /cannot (get|patch|create)/.test(message) ? "forbidden" : "admission";
  return code === 400 || code === 409 || code === 422 ? "invalid" : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
