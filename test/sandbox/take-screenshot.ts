import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const folder = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const size = { width: 1280, height: 800 };

/** Writes `<name>-light.png` and `<name>-dark.png` of the page as it is, 1280 by 800; their paths. */
export async function takeScreenshot(page: Page, name: string, into = folder): Promise<readonly string[]> {
  await mkdir(into, { recursive: true });
  await page.setViewportSize(size);
  const paths: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const theme = page.locator(`:root[data-theme="${colorScheme}"]`);
    await theme.waitFor({ timeout: 5_000 });
    const path = `${into}/${name}-${colorScheme}.png`;
    await page.screenshot({ path, animations: "disabled", caret: "hide" });
    paths.push(path);
  }
  return paths;
}
