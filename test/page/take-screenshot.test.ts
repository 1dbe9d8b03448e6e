import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { takeScreenshot } from "../sandbox/take-screenshot.ts";
import { createPages } from "./open-page.ts";

const pages = createPages();
afterAll(pages.stop);

test("a screenshot is taken in both themes, 1280 by 800", async () => {
  const folder = await mkdtemp(join(tmpdir(), "screenshots-"));
  const { page } = await pages.open(() => {});
  const paths = await takeScreenshot(page, "start", folder);
  const images = await Promise.all(paths.map((path) => readFile(path)));

  expect(paths.map((path) => path.replace(folder, ""))).toEqual(["/start-light.png", "/start-dark.png"]);
  // A PNG tells its width and height at the same place always.
  expect(images.map((image) => [image.readUInt32BE(16), image.readUInt32BE(20)])).toEqual([
    [1280, 800],
    [1280, 800],
  ]);
  expect(images[0]?.equals(images[1] ?? Buffer.alloc(0))).toBe(false);
  await rm(folder, { recursive: true });
  await pages.closeAll();
});
