import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { pageHtml } from "./page-html.ts";

/** The page, bundled in memory: for `SlackSettings.page`. Takes about half a second. */
export async function buildPage(): Promise<{ readonly html: string; readonly js: string; readonly css: string }> {
  const { outputFiles } = await build({
    entryPoints: { page: fileURLToPath(new URL("main.tsx", import.meta.url)) },
    outdir: "page",
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2024",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  const textOf = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  return { html: pageHtml, js: textOf(".js"), css: textOf(".css") };
}
