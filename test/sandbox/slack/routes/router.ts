import type { IncomingMessage, ServerResponse } from "node:http";
import type { SlackClient } from "../client/client.ts";
import type { State } from "../state/state.ts";
import type { WebApi } from "../web-api/web-api.ts";
import { servePageFiles } from "./page-files.ts";
import { createPageRoutes } from "./page-routes.ts";
import { readBody } from "./read-body.ts";
import { serveResponseUrl } from "./response-url-route.ts";
import { sendJson } from "./send-json.ts";

/** Every address of the sandbox's Slack. A bug of ours is a 500 that says so, never an answer of Slack's. */
export function createRouter(deps: {
  readonly state: State;
  readonly webApi: WebApi;
  readonly client: SlackClient;
}): (request: IncomingMessage, response: ServerResponse) => void {
  const servePage = createPageRoutes(deps);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://sandbox");
    const path = url.pathname;
    if (path.startsWith("/api/")) {
      return sendJson(response, deps.webApi.call(request, path.slice("/api/".length), await readBody(request)));
    }
    if (path.startsWith("/actions/")) return await serveResponseUrl(deps.state, { request, response, path });
    if (path.startsWith("/page/")) return await servePage({ request, response, url });
    servePageFiles(deps.state.settings.page, { request, response, path });
  }

  return function receive(request, response) {
    route(request, response).catch((error) => {
      console.error("sandbox slack:", error);
      if (!response.headersSent) response.writeHead(500);
      response.end(`sandbox slack: ${error}`);
    });
  };
}
