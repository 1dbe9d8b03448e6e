import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { parseRoute } from "../route.ts";
import { absent, badRequest, noSuchPath } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import { type ExecRequest, readExecRequest } from "./exec-request.ts";
import { execProtocols, runOverSocket } from "./exec-socket.ts";
import { readUrl } from "./request-url.ts";
import { toStatusError } from "./respond.ts";
import { verbOf } from "./verb-of.ts";

export type Upgrade = {
  readonly handle: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Cuts all commands off. */
  readonly close: () => void;
};

/** Execs over WebSocket. What is refused is refused before the upgrade, as a plain answer with its Status. */
export function createUpgrade(deps: ApiDeps): Upgrade {
  const server = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => execProtocols.find((known) => offered.has(known)) ?? false,
  });

  function handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    try {
      const exec = allowedExec(deps, request);
      server.handleUpgrade(request, socket, head, (opened) => void runOverSocket(opened, deps.runtime, exec));
    } catch (error) {
      refuse(socket, error);
    }
  }
  return {
    handle,
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function allowedExec({ access, store }: ApiDeps, request: IncomingMessage): ExecRequest {
  const { url, authorization } = readUrl(request);
  const user = access.authenticate(authorization);
  const route = parseRoute(url.pathname);
  if (!route) throw noSuchPath();
  access.check(user, { verb: verbOf(request.method ?? "GET", route, url.searchParams), ...route });
  if (route.subresource !== "exec") throw absent("a WebSocket at this path");
  const exec = readExecRequest(store, route, url.searchParams);
  checkProtocol(request);
  if (!exec.stdin && !exec.stdout && !exec.stderr) {
    throw badRequest("you must specify at least 1 of stdin, stdout, stderr");
  }
  if (exec.command.length === 0) throw badRequest("you must specify at least one command for the container");
  return exec;
}

function checkProtocol({ headers }: IncomingMessage): void {
  if (headers.upgrade?.toLowerCase() !== "websocket") throw absent(`exec over ${headers.upgrade ?? "nothing"}`);
  const offered = (headers["sec-websocket-protocol"] ?? "").split(",").map((each) => each.trim());
  if (!execProtocols.some((known) => offered.includes(known))) throw absent(`exec over ${offered.join(", ")}`);
}

function refuse(socket: Duplex, error: unknown): void {
  const { code, status } = toStatusError(error);
  const body = JSON.stringify(status);
  const head = [
    `HTTP/1.1 ${code} ${status.reason ?? "Refused"}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
