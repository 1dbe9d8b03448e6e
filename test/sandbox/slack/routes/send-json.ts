import type { ServerResponse } from "node:http";
import type { Json } from "../page-api.ts";

export function sendJson(
  response: ServerResponse,
  answer: { readonly status: number; readonly body: Json; readonly headers?: Readonly<Record<string, string>> },
): void {
  response.writeHead(answer.status, { "content-type": "application/json; charset=utf-8", ...answer.headers });
  response.end(JSON.stringify(answer.body));
}
