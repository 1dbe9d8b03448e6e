import { Writable } from "node:stream";

/** Keeps what is written, up to the limit; the first byte beyond it is told, and kept out. */
export function createCollector(
  maxBytes: number,
  onTooMuch: () => void,
): { readonly stream: Writable; readonly text: () => string } {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else onTooMuch();
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}
