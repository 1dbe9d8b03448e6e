import type { IncomingMessage } from "node:http";
import { StatusError } from "../status-error.ts";

const mostBytes = 3 * 1024 * 1024;

/** The whole body; 413 where it is larger than an API server takes. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > mostBytes) {
      const message = `Request entity too large: limit is ${mostBytes}`;
      throw new StatusError({ code: 413, reason: "RequestEntityTooLarge", message });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
