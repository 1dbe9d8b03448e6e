import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { createClient } from "./client/client.ts";
import type { Deliver } from "./delivery/delivery.ts";
import { createEventDelivery } from "./delivery/events.ts";
import { createHttpDelivery } from "./delivery/signed-http.ts";
import { createSocketMode, type DisconnectReason } from "./delivery/socket-mode.ts";
import { createPerson, type Person } from "./person.ts";
import { createRouter } from "./routes/router.ts";
import type { SlackSettings } from "./settings.ts";
import { createState } from "./state/state.ts";
import { type ApiFaults, createApiFaults } from "./web-api/api-faults.ts";
import { type ApiCall, createWebApi } from "./web-api/web-api.ts";

type SlackFaults = ApiFaults & {
  /** Sends `disconnect` to every connection, as Slack does before it recycles them. */
  readonly disconnect: (reason: DisconnectReason) => void;
  /** Cuts every Socket Mode connection without a word. */
  readonly dropConnections: () => void;
  /** Slack is unreachable (connections are cut as they come) until `accept`. The page and the tests' people stay. */
  readonly refuse: () => void;
  readonly accept: () => void;
};

export type Slack = {
  readonly url: string;
  /** For `SLACK_API_URL`; ends with a slash. */
  readonly apiUrl: string;
  /** Forgets messages, views, notices, calls and planned faults. Connections stay, and so does the workspace. */
  readonly reset: () => void;
  readonly close: () => Promise<void>;
  /** Someone to type and click; by name or id. */
  readonly as: (user: string) => Person;
  readonly faults: SlackFaults;
  /** Web API calls, oldest first. */
  readonly calls: () => readonly ApiCall[];
  /** Open Socket Mode connections. */
  readonly connections: () => number;
  /** Switches to signed HTTP: sends the challenge, and rejects where it is not answered. */
  readonly setRequestUrl: (requestUrl: string) => Promise<void>;
};

/** A local Slack on 127.0.0.1. */
export async function startSlack(settings: SlackSettings): Promise<Slack> {
  let url = "";
  const state = createState(settings, () => url);
  const socketMode = createSocketMode(state);
  let deliver: Deliver =
    settings.app.requestUrl === undefined ? socketMode.deliver : httpDelivery(settings.app.requestUrl).deliver;
  const deliverNow: Deliver = (envelope) => deliver(envelope);
  const events = createEventDelivery({ deliver: deliverNow, timings: state.timings });
  const apiFaults = createApiFaults();
  const webApi = createWebApi({ state, faults: apiFaults, openConnection: socketMode.issueTicket });
  const client = createClient({ state, deliver: deliverNow, events });
  const sockets = new Set<Socket>();
  let isRefusing = false;

  function httpDelivery(requestUrl: string) {
    const { signingSecret } = settings.app;
    return createHttpDelivery({ url: requestUrl, signingSecret, timings: state.timings });
  }

  const route = createRouter({ state, webApi, client });
  const server = createServer((request, response) => {
    const isForApps = /^\/(api|actions)\//.test(request.url ?? "");
    if (isRefusing && isForApps) return void request.socket.destroy();
    route(request, response);
  });
  server.on("upgrade", (request, socket, head) => {
    if (isRefusing) return void socket.destroy();
    socketMode.upgrade(request, socket, head);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  url = `http://127.0.0.1:${await listen(server, settings.port ?? 0)}`;

  return {
    url,
    apiUrl: `${url}/api/`,
    reset() {
      events.forget();
      state.messages.clear();
      state.notices.clear();
      state.views.clearAll();
      apiFaults.clear();
      webApi.clear();
    },
    async close() {
      events.forget();
      socketMode.close();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    as: (user) => createPerson({ state, client }, user),
    faults: {
      rateLimit: apiFaults.rateLimit,
      failNext: apiFaults.failNext,
      breakNext: apiFaults.breakNext,
      disconnect: socketMode.disconnect,
      dropConnections: socketMode.drop,
      refuse() {
        isRefusing = true;
        socketMode.drop();
      },
      accept() {
        isRefusing = false;
      },
    },
    calls: webApi.calls,
    connections: socketMode.connectionCount,
    async setRequestUrl(requestUrl) {
      const http = httpDelivery(requestUrl);
      await http.verify();
      deliver = http.deliver;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
