import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectedCluster, createCluster } from "../../src/kubernetes/cluster.ts";
import { defaultMemberRules } from "../../src/kubernetes/member-rules.ts";

export type OddServer = {
  readonly cluster: ConnectedCluster;
  /** Paths with their queries, in the order of arrival. */
  readonly requests: readonly string[];
  /** How many connections are open now. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

/** An API server that does what a test says, good or bad, and an adapter that is connected to it. */
export async function startOddServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  upgrade: (request: IncomingMessage, socket: Socket) => void = (_request, socket) => socket.destroy(),
): Promise<OddServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    answer(request, response);
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (request, socket: Socket) => upgrade(request, socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { cluster, forget } = connectTo(`http://127.0.0.1:${port}`);
  return {
    cluster,
    requests,
    connections: () => sockets.size,
    async close() {
      await cluster.close();
      for (const socket of sockets) socket.destroy();
      server.close();
      forget();
    },
  };
}

export function sendJson(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function connectTo(server: string): { readonly cluster: ConnectedCluster; readonly forget: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "redis-ha-bot-odd-"));
  const kubeconfig = join(directory, "config");
  const config = {
    "current-context": "odd",
    clusters: [{ name: "odd", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "odd", user: { token: "t" } }],
    contexts: [{ name: "odd", context: { cluster: "odd", user: "odd" } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  const settings = {
    address: { kubeconfig },
    memberRules: defaultMemberRules,
    masterNameLabel: "redis-ha/master-name",
    secretName: "redis-ha",
    secretKey: "password",
    timeoutMs: 400,
  };
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return { cluster: createCluster(settings, { log }), forget: () => rmSync(directory, { recursive: true }) };
}
