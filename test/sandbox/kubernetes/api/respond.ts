import type { ServerResponse } from "node:http";
import { internal, StatusError } from "../status-error.ts";
import type { Answer } from "./api-request.ts";

export function respond(response: ServerResponse, { code, body, warnings = [] }: Answer): void {
  const text = `${JSON.stringify(body)}\n`;
  const headers = {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
    ...(warnings.length > 0 && { Warning: warnings.map((warning) => `299 - ${JSON.stringify(warning)}`) }),
  };
  response.writeHead(code, headers).end(text);
}

export function respondText(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { "Content-Type": "text/plain; charset=utf-8" }).end(text);
}

/** The Status of a failure. What is not a refusal is a fault of the sandbox: its message is shown, since nobody else would see it. */
export function toStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  return internal(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
