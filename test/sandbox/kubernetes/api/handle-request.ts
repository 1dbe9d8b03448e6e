import type { IncomingMessage, ServerResponse } from "node:http";
import { parseRoute } from "../route.ts";
import { absent, StatusError } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import { discover } from "./discovery.ts";
import { handleResource } from "./handle-resource.ts";
import type { Pages } from "./pages.ts";
import { readBody } from "./read-body.ts";
import { readUrl } from "./request-url.ts";
import { respond, respondText, toStatusError } from "./respond.ts";
import { tableOf, wantsTable } from "./table.ts";
import { verbOf } from "./verb-of.ts";

type Deps = ApiDeps & { readonly pages: Pages };

/** One HTTP request, whatever it is: health, discovery, or a resource. Every failure becomes a Status. */
export async function handleRequest(deps: Deps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handle(deps, request, response);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    const { code, status } = toStatusError(error);
    respond(response, { code, body: status });
  }
}

async function handle(deps: Deps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url, authorization } = readUrl(request);
  const path = url.pathname.replace(/(.)\/$/, "$1");
  if (["/healthz", "/livez", "/readyz"].includes(path)) return respondText(response, 200, "ok");
  const user = deps.access.authenticate(authorization);
  if (!user.role && path !== "/version") throw anonymous(request.method ?? "GET", path);
  const found = discover(path, request.headers.host ?? "");
  if (found) return respond(response, { code: 200, body: found });
  const route = parseRoute(path);
  if (!route) return nowhere(response, path);
  const verb = verbOf(request.method ?? "GET", route, url.searchParams);
  deps.access.check(user, { verb, ...route });
  const body = await readBody(request);
  const asked = { user, route, query: url.searchParams, headers: request.headers, body };
  const answer = await handleResource(deps, asked, verb, response);
  if (!answer) return;
  const isRead = verb === "get" || verb === "list";
  respond(response, isRead && wantsTable(asked) ? { ...answer, body: tableOf(answer.body, route.resource) } : answer);
}

function nowhere(response: ServerResponse, path: string): void {
  if (/^\/(openapi|apis\/[^/]+(\/[^/]+)?$)/.test(path)) throw absent(path);
  respondText(response, 404, "404 page not found\n");
}

function anonymous(method: string, path: string): StatusError {
  const verb = method === "GET" ? "get" : method.toLowerCase();
  const message = `forbidden: User "system:anonymous" cannot ${verb} path "${path}"`;
  return new StatusError({ code: 403, reason: "Forbidden", message, details: {} });
}
