import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { objectOf, parseJson, textOf } from "../json.ts";
import type { Json } from "../page-api.ts";
import type { SlackClock, Timings } from "../settings.ts";
import { identity } from "../state/identity.ts";
import type { Answer, Deliver, Envelope } from "./delivery.ts";
import { createTickets } from "./tickets.ts";

const mostConnections = 10;

export type DisconnectReason = "warning" | "refresh_requested" | "link_disabled" | "too_many_websockets";

export type SocketMode = {
  readonly deliver: Deliver;
  /** A path with a ticket in it, good for one connection. */
  readonly issueTicket: () => string;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly connectionCount: () => number;
  /** Tells every connected client to go; a client that stays is still served, as Slack does for a while. */
  readonly disconnect: (reason: DisconnectReason) => void;
  /** Cuts every connection without a word. */
  readonly drop: () => void;
  readonly close: () => void;
};

/** Slack's side of Socket Mode: tickets, hello, pings, and each envelope to exactly one connection. */
export function createSocketMode(deps: { readonly clock: SlackClock; readonly timings: Timings }): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = createTickets(deps);
  const connections: WebSocket[] = [];
  const waiting = new Map<string, (payload: Json) => void>();
  let turn = 0;

  function accept(socket: WebSocket): void {
    if (connections.length >= mostConnections) {
      send(socket, { type: "disconnect", reason: "too_many_websockets", debug_info: { host: "sandbox" } });
      socket.close();
      return;
    }
    connections.push(socket);
    // An acknowledgement may come on any connection: clients answer on the one they have now.
    socket.on("message", (data, isBinary) => receiveAck(data, isBinary, waiting));
    socket.on("close", () => connections.splice(connections.indexOf(socket), 1));
    socket.on("error", () => socket.terminate());
    keepAlive(socket, deps.timings.pingEveryMs);
    send(socket, hello(connections.length));
  }

  return {
    issueTicket: () => `/link/?ticket=${tickets.issue()}&app_id=${identity.appId}`,
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? "/", "http://sandbox").searchParams.get("ticket") ?? "";
      if (!tickets.take(ticket)) return void socket.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n");
      server.handleUpgrade(request, socket, head, accept);
    },
    deliver(envelope) {
      const open = connections.filter((socket) => socket.readyState === socket.OPEN);
      turn += 1;
      const socket = open[turn % Math.max(1, open.length)];
      if (socket === undefined) {
        return Promise.resolve({ kind: "unacked", reason: "unreachable", detail: "no Socket Mode connection" });
      }
      return sendAndWait({ socket, envelope, waiting, ackMs: deps.timings.ackMs });
    },
    connectionCount: () => connections.length,
    disconnect(reason) {
      for (const socket of [...connections])
        send(socket, { type: "disconnect", reason, debug_info: { host: "sandbox" } });
    },
    drop() {
      for (const socket of [...connections]) socket.terminate();
    },
    close() {
      for (const socket of [...connections]) socket.terminate();
      server.close();
    },
  };
}

function hello(connectionCount: number): Json {
  return {
    type: "hello",
    num_connections: connectionCount,
    debug_info: { host: "applink-sandbox", build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: identity.appId },
  };
}

function sendAndWait(of: {
  readonly socket: WebSocket;
  readonly envelope: Envelope;
  readonly waiting: Map<string, (payload: Json) => void>;
  readonly ackMs: number;
}): Promise<Answer> {
  const envelopeId = randomUUID();
  const { payload, type, retry, acceptsResponse } = of.envelope;
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => settle({ kind: "unacked", reason: "timed-out", detail: "operation_timeout" }),
      of.ackMs,
    );
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      of.waiting.delete(envelopeId);
      resolve(answer);
    };
    of.waiting.set(envelopeId, (acked) => settle({ kind: "acked", payload: acked }));
    send(of.socket, {
      payload,
      envelope_id: envelopeId,
      type,
      accepts_response_payload: acceptsResponse,
      ...(type === "events_api" ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? "" } : {}),
    });
  });
}

function receiveAck(data: RawData, isBinary: boolean, waiting: ReadonlyMap<string, (payload: Json) => void>): void {
  if (isBinary) return;
  const frame = objectOf(parseJson(data.toString()));
  waiting.get(textOf(frame["envelope_id"]))?.(frame["payload"] ?? {});
}

function keepAlive(socket: WebSocket, everyMs: number): void {
  let unanswered = 0;
  socket.on("pong", () => {
    unanswered = 0;
  });
  const timer = setInterval(() => {
    unanswered += 1;
    if (unanswered > 3) return socket.terminate();
    socket.ping(`Ping from applink-sandbox ${unanswered}`);
  }, everyMs);
  socket.on("close", () => clearInterval(timer));
}

function send(socket: WebSocket, frame: Json): void {
  socket.send(JSON.stringify(frame), () => {});
}
