import type { IncomingMessage } from "node:http";

const largestBody = 4_000_000;

/** The whole body as text; rejects over 4 MB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > largestBody) throw new Error("the body is over 4 MB");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}
