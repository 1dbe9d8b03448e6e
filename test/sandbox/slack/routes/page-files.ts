import type { IncomingMessage, ServerResponse } from "node:http";
import type { PageFiles } from "../settings.ts";

/** The page's own files at `/`, `/page.js` and `/page.css`; 404 where the sandbox has no page. */
export function servePageFiles(
  files: PageFiles | undefined,
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly path: string },
): void {
  const { request, response, path } = exchange;
  if (typeof files === "function") {
    files(request, response);
    return;
  }
  const found = files === undefined ? undefined : fileAt(files, path);
  if (found === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    return;
  }
  response.writeHead(200, { "content-type": `${found.type}; charset=utf-8`, "cache-control": "no-store" });
  response.end(found.text);
}

function fileAt(
  files: Exclude<PageFiles, (...args: never[]) => unknown>,
  path: string,
): { readonly type: string; readonly text: string } | undefined {
  if (path === "/") return { type: "text/html", text: files.html };
  if (path === "/page.js") return { type: "text/javascript", text: files.js };
  return path === "/page.css" ? { type: "text/css", text: files.css } : undefined;
}
