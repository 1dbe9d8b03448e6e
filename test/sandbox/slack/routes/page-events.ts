import type { IncomingMessage, ServerResponse } from "node:http";
import type { PageEvent } from "../page-api.ts";
import type { State } from "../state/state.ts";
import { panelOf } from "./page-state.ts";

const panelEveryMs = 500;

/** Server-sent events for one user, until the page goes away. The panel comes again whenever it changed. */
export function streamPageEvents(
  state: State,
  of: { readonly userId: string; readonly request: IncomingMessage; readonly response: ServerResponse },
): void {
  const { response } = of;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": hello\n\n");
  const write = (event: PageEvent) => response.write(`data: ${JSON.stringify(event)}\n\n`);
  const unsubscribe = state.feed.subscribe(of.userId, write);
  let shown = JSON.stringify(panelOf(state));
  const timer = setInterval(() => {
    const panel = panelOf(state);
    const text = JSON.stringify(panel);
    if (panel === undefined || text === shown) return;
    shown = text;
    write({ kind: "panel", panel });
  }, panelEveryMs);
  of.request.on("close", () => {
    unsubscribe();
    clearInterval(timer);
  });
}
