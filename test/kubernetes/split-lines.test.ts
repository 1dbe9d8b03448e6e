import fc from "fast-check";
import { expect, test } from "vitest";
import { splitLines } from "../../src/kubernetes/split-lines.ts";

test("lines come out whole, wherever the chunks were cut", async () => {
  const lines = fc.array(fc.string({ unit: "grapheme", minLength: 1 }).filter((line) => !line.includes("\n")));
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 9 }), async (expected, size) => {
      const bytes = Buffer.from(expected.map((line) => `${line}\n`).join(""));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(await collect(splitLines(streamOf(chunks)))).toEqual(expected);
    }),
  );
});

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
