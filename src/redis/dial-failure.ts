import type { NoAnswer } from "../domain/topology.ts";
import { refusal } from "./refusal.ts";

// The network's word for "nobody is there to answer"; it proves nothing about the process (`kubernetes.md`).
const silentCodes = new Set(["ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"]);

/** Why a connection could not be opened, or ended before it answered. */
export function dialFailure(error: unknown, afterMs: number): NoAnswer {
  const code = errorCode(error);
  if (code === "ECONNREFUSED") return { kind: "refused" };
  if (code !== undefined && silentCodes.has(code)) return { kind: "silent", afterMs };
  const text = error instanceof Error ? error.message : String(error);
  // Protected mode answers before anything was asked, which ioredis reports as an error that quotes the reply.
  const quoted = /Last error: (.*)$/s.exec(text)?.[1];
  return refusal(quoted ?? text) ?? { kind: "error", text };
}

function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
