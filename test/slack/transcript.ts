import { mkdir, readFile, writeFile } from "node:fs/promises";
import { expect } from "vitest";
import type { Message } from "../../src/slack/blocks/message.ts";
import { readable } from "./readable.ts";

/** Compares with test/transcripts; `UPDATE_TRANSCRIPTS=1` writes it anew. */
export async function expectTranscript(
  name: string,
  scenes: readonly (readonly [title: string, message: Message | string])[],
) {
  const text = scenes
    .map(
      ([title, shown]) =>
        `=== ${title}\n${typeof shown === "string" ? shown : `${readable(shown)}\n(alone: ${shown.text})`}\n`,
    )
    .join("\n");
  const file = new URL(`../transcripts/${name}.txt`, import.meta.url);
  if (process.env["UPDATE_TRANSCRIPTS"] === "1") {
    await mkdir(new URL(".", file), { recursive: true });
    await writeFile(file, text);
  }
  expect(text).toBe(await readFile(file, "utf8"));
}
