import type { IncomingMessage, ServerResponse } from "node:http";
import { postResponse } from "../client/post-response.ts";
import { objectOf, parseJson } from "../json.ts";
import type { State } from "../state/state.ts";
import { readBody } from "./read-body.ts";
import { sendJson } from "./send-json.ts";

/** `POST` to a response URL: `ok`, or 404 once it is used up or too old. A use counts even where it is refused. */
export async function serveResponseUrl(
  state: State,
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly path: string },
): Promise<void> {
  const { request, response } = exchange;
  const body = objectOf(parseJson(await readBody(request)));
  const use = state.responseUrls.use(exchange.path);
  if (use.kind === "refused") {
    return sendJson(response, { status: 404, body: { ok: false, error: use.error } });
  }
  const posted = postResponse(state, use.origin, body);
  if (posted.kind === "refused") {
    const metadata = { messages: posted.messages.map((message) => `[ERROR] ${message}`) };
    return sendJson(response, {
      status: 400,
      body: { ok: false, error: posted.error, response_metadata: metadata },
    });
  }
  response.writeHead(200, { "content-type": "text/html" }).end("ok");
}
