import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { createAccess, type Role } from "../access.ts";
import type { ContainerRuntime } from "../container-runtime.ts";
import type { Store } from "../store.ts";
import { handleRequest } from "./handle-request.ts";
import { createUpgrade } from "./handle-upgrade.ts";
import { kubeConfigText, kubectlConfigText } from "./kube-config.ts";
import { createPages } from "./pages.ts";

export type ApiServer = {
  readonly url: string;
  /** The text of a kubeconfig file. */
  readonly kubeConfigFor: (role: Role) => string;
  /** The same for `kubectl`, which sends no token over plain HTTP. */
  readonly kubectlConfigFor: (role: Role) => string;
  readonly faults: ApiFaults;
  readonly close: () => Promise<void>;
};

export type ApiFaults = {
  /** Cuts all connections, and those that come, until `accept`. */
  readonly refuse: () => void;
  readonly accept: () => void;
  /** Ends all watches and commands by cutting their connections. */
  readonly dropConnections: () => void;
  /** Forgets the history: a watch from before now is a 410. */
  readonly compact: () => void;
};

/** Serves a store as Kubernetes does, on plain HTTP at 127.0.0.1. */
export async function startApiServer(settings: {
  readonly store: Store;
  readonly runtime: ContainerRuntime;
  readonly addresses: { readonly next: () => string };
  readonly port?: number;
}): Promise<ApiServer> {
  const { store, runtime, addresses } = settings;
  const access = createAccess();
  const deps = { store, runtime, addresses, access, now: () => new Date(), pages: createPages() };
  const upgrade = createUpgrade(deps);
  const sockets = new Set<Socket>();
  let isRefusing = false;
  const server = createServer((request, response) => void handleRequest(deps, request, response));
  // As long as a real one waits: a client that takes an idle connection must not find it closed that very moment.
  server.keepAliveTimeout = 120_000;
  server.on("upgrade", upgrade.handle);
  server.on("connection", (socket) => {
    if (isRefusing) return void socket.destroy();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const url = `http://127.0.0.1:${await listen(server, settings.port ?? 0)}`;
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url,
    kubeConfigFor: (role) => kubeConfigText({ url, role, token: access.tokenOf(role) }),
    kubectlConfigFor: (role) => kubectlConfigText({ url, role, token: access.tokenOf(role) }),
    faults: {
      refuse() {
        isRefusing = true;
        dropConnections();
      },
      accept() {
        isRefusing = false;
      },
      dropConnections,
      compact: store.log.compact,
    },
    async close() {
      upgrade.close();
      const closed = new Promise((resolve) => server.close(resolve));
      dropConnections();
      await closed;
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
