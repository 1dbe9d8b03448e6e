import type { IncomingMessage, ServerResponse } from "node:http";
import type { SlackClient } from "../client/client.ts";
import { ClientRefusal } from "../client/client-refusal.ts";
import { parseJson } from "../json.ts";
import type { State } from "../state/state.ts";
import { streamPageEvents } from "./page-events.ts";
import { readPageRequest } from "./page-request.ts";
import { pageState } from "./page-state.ts";
import { readBody } from "./read-body.ts";
import { sendJson } from "./send-json.ts";

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly url: URL };

/** `/page/state`, `/page/events` and what a person does by `POST /page/<kind>`. */
export function createPageRoutes(deps: {
  readonly state: State;
  readonly client: SlackClient;
}): (exchange: Exchange) => Promise<void> {
  const { state } = deps;
  return async function servePage(exchange) {
    const { request, response, url } = exchange;
    const what = url.pathname.replace("/page/", "");
    if (request.method === "POST") return sendJson(response, await act(deps, what, await readBody(request)));
    const userId = url.searchParams.get("user") ?? state.workspace.users[0]?.id ?? "";
    if (state.workspace.user(userId) === undefined) {
      return sendJson(response, { status: 404, body: { error: `There is no user ${userId}.` } });
    }
    if (what === "state") return sendJson(response, { status: 200, body: { ...pageState(state, userId) } });
    if (what === "events") return streamPageEvents(state, { userId, request, response });
    sendJson(response, { status: 404, body: { error: `There is no /page/${what}.` } });
  };
}

async function act(
  deps: { readonly state: State; readonly client: SlackClient },
  kind: string,
  body: string,
): Promise<Parameters<typeof sendJson>[1]> {
  const request = readPageRequest(kind, parseJson(body));
  if (request === undefined) return { status: 400, body: { error: `That is not a ${kind} request.` } };
  if (deps.state.workspace.user(request.userId) === undefined) {
    return { status: 404, body: { error: `There is no user ${request.userId}.` } };
  }
  try {
    return { status: 200, body: await deps.client(request) };
  } catch (error) {
    if (error instanceof ClientRefusal) return { status: 409, body: { error: error.message } };
    throw error;
  }
}
