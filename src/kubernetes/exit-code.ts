import type { V1Status } from "@kubernetes/client-node";
import { Fault } from "../domain/fault.ts";

/** The exit code that the last frame of an exec tells; a `kubernetes-refused` fault where the command never ran. */
export function exitCode(status: V1Status, what: string): number {
  if (status.status === "Success") return 0;
  const text = status.details?.causes?.find(({ reason }) => reason === "ExitCode")?.message;
  if (status.reason === "NonZeroExitCode" && text !== undefined && /^\d+$/.test(text)) return Number(text);
  throw new Fault("kubernetes-refused", `Kubernetes could not do it while ${what}: ${status.message ?? "no reason"}`);
}
