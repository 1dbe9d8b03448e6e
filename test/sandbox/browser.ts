import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macOs = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/**
 * The machine's own Chromium, without a window. `CHROMIUM` names another one; rejects with one line where there is none.
 * It runs without its own sandbox, which root has none of: show it nothing but pages of ours.
 */
export async function startBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === undefined) {
    throw new Error("No Chromium here: `apt-get install chromium`, or name one in the environment variable CHROMIUM.");
  }
  return await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"], timeout: 30_000 });
}

async function findChromium(): Promise<string | undefined> {
  const named = process.env["CHROMIUM"];
  if (named !== undefined) return (await isExecutable(named)) ? named : undefined;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), macOs];
  for (const path of paths) if (await isExecutable(path)) return path;
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
