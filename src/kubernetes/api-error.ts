import { ApiException } from "@kubernetes/client-node";
import { z } from "zod";
import { Fault, type FaultCode } from "../domain/fault.ts";
import { DeadlineExceeded } from "./deadline.ts";

/** The part of a `v1.Status` that says what went wrong. */
const Status = z.object({
  message: z.string().min(1),
  details: z.object({ causes: z.array(z.object({ field: z.string().optional() })).optional() }).optional(),
});
type Status = z.infer<typeof Status>;

/**
 * What a failed call means, as a `Fault`; anything that is not the cluster's doing (a bug, the caller's own abort) comes
 * back unchanged. `what` completes the sentence "Kubernetes … while <what>".
 */
export function toFault(error: unknown, what: string): unknown {
  if (error instanceof Fault) return error;
  if (error instanceof ApiException) return fromStatus(error, what);
  if (error instanceof DeadlineExceeded) {
    return unreachable(`did not answer within ${error.afterMs} ms`, what, error);
  }
  const reason = networkReason(error);
  return reason === undefined ? error : unreachable(`cannot be reached (${reason})`, what, error);
}

function unreachable(text: string, what: string, cause: unknown): Fault {
  return new Fault("kubernetes-unreachable", `Kubernetes ${text} while ${what}.`, { cause });
}

function fromStatus(error: ApiException<unknown>, what: string): Fault {
  const status = parseStatus(error.body);
  const code = isAboutUid(status) ? "kubernetes-conflict" : faultCode(error.code);
  const words = status?.message ?? `HTTP status ${error.code}`;
  return new Fault(code, `${sentence(code, error.code)} while ${what}: ${words}`, { cause: error });
}

/** A write that names the uid of a predecessor is a 422 that calls the uid immutable, though it means a conflict. */
function isAboutUid(status: Status | undefined): boolean {
  return status?.details?.causes?.some(({ field }) => field === "metadata.uid") ?? false;
}

function faultCode(status: number): FaultCode {
  if (status === 401 || status === 403) return "kubernetes-forbidden";
  if (status === 404) return "kubernetes-not-found";
  if (status === 409) return "kubernetes-conflict";
  // Overload and a control plane behind a proxy: nobody decided anything, trying again later may work.
  return status === 429 || status >= 502 ? "kubernetes-unreachable" : "kubernetes-refused";
}

function sentence(code: FaultCode, status: number): string {
  if (status === 401) return "Kubernetes does not accept the bot's credentials";
  if (code === "kubernetes-forbidden") return "Kubernetes forbids it";
  if (code === "kubernetes-not-found") return "Kubernetes does not know it";
  if (code === "kubernetes-conflict") return "Kubernetes has something newer";
  return code === "kubernetes-unreachable" ? "Kubernetes is too busy or not ready" : "Kubernetes refused";
}

/** The client hands the body over parsed or as text, depending on the status; of a 401 it hands over nothing. */
function parseStatus(body: unknown): Status | undefined {
  return Status.safeParse(typeof body === "string" ? parseJson(body) : body).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The system's error code below `fetch failed`, a reset socket or a TLS failure; undefined where there is none. */
function networkReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return networkReason(error.cause) ?? (error.message === "fetch failed" ? "fetch failed" : undefined);
}
