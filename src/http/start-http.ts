import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Fault } from "../domain/fault.ts";
import type { Log } from "../flows/ports.ts";
import type { Metrics } from "./metrics.ts";

/** A part of the bot that does not work now: what it means, and since when (milliseconds). */
export type DegradedPart = { readonly part: string; readonly text: string; readonly sinceMs: number };

export type HttpOptions = {
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** Whether the process is worth keeping: false makes Kubernetes restart it. */
  readonly health: () => boolean;
  /** What does not work; empty: ready. */
  readonly ready: () => readonly DegradedPart[];
  readonly metrics: Pick<Metrics, "render">;
  readonly log: Log;
};

export type HttpServer = { readonly port: number; readonly stop: () => Promise<void> };

type Answer = {
  readonly status: number;
  readonly body: unknown;
  /** Absent: JSON. */
  readonly contentType?: string;
  readonly allow?: string;
};

const timeoutMs = 5000;

/** Serves `/health`, `/ready` and `/metrics`. Faults: `config-invalid` where it cannot listen. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const server = createServer({ maxHeaderSize: 8192, keepAliveTimeout: timeoutMs }, (request, response) => {
    serve(options, request, response);
  });
  server.headersTimeout = timeoutMs;
  server.requestTimeout = timeoutMs;
  server.maxConnections = 100;
  const port = await listen(server, options);
  return { port, stop: () => stop(server) };
}

async function serve(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Nothing here reads a body, and a sender of one must not keep the connection.
  if (request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0) {
    response.shouldKeepAlive = false;
  }
  try {
    send(request, response, await answer(options, request));
  } catch (error) {
    options.log.error({ path: request.url, err: error }, "http request failed");
    send(request, response, { status: 500, body: { error: "Internal error." } });
  }
}

async function answer(options: HttpOptions, request: IncomingMessage): Promise<Answer> {
  const path = (request.url ?? "").split("?")[0] ?? "";
  const route = { "/health": health, "/ready": ready, "/metrics": metrics }[path];
  if (route === undefined) {
    return { status: 404, body: { error: `There is no ${path.slice(0, 100)}; try /health, /ready or /metrics.` } };
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    return { status: 405, body: { error: `${path} can only be read (GET).` }, allow: "GET, HEAD" };
  }
  return route(options);
}

async function health(options: HttpOptions): Promise<Answer> {
  return options.health() ? { status: 200, body: { status: "alive" } } : { status: 503, body: { status: "stuck" } };
}

async function ready(options: HttpOptions): Promise<Answer> {
  const parts = options.ready();
  if (parts.length === 0) return { status: 200, body: { status: "ready" } };
  const degraded = parts.map(({ part, text, sinceMs }) => ({ part, text, since: new Date(sinceMs).toISOString() }));
  return { status: 503, body: { status: "degraded", degraded } };
}

async function metrics(options: HttpOptions): Promise<Answer> {
  const { text, contentType } = await options.metrics.render();
  return { status: 200, body: text, contentType };
}

function send(request: IncomingMessage, response: ServerResponse, { status, body, contentType, allow }: Answer): void {
  const text = contentType === undefined ? `${JSON.stringify(body)}\n` : String(body);
  response.writeHead(status, {
    "content-type": contentType ?? "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    ...(allow !== undefined && { allow }),
  });
  response.end(request.method === "HEAD" ? undefined : text);
}

function listen(server: Server, { port, host }: HttpOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const where = `${host}:${port}`;
      reject(
        new Fault("config-invalid", `Cannot listen on ${where} (HTTP_HOST, HTTP_PORT): ${cause.message}`, { cause }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

// Whoever is being answered has a moment to be answered; idle connections have none.
function stop(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), 500);
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
