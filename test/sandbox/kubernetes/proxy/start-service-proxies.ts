import { connect, createServer, type Server, type Socket } from "node:net";
import { z } from "zod";
import { fieldsIn, type KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";

type Backend = { readonly host: string; readonly port: number };
type Frontend = { readonly host: string; readonly port: number; readonly backends: readonly Backend[] };
type Listener = { backends: readonly Backend[]; readonly server: Server; turn: number };

const Slice = z.looseObject({
  endpoints: z.array(
    z.looseObject({ addresses: z.array(z.string()), conditions: z.looseObject({ ready: z.boolean() }) }),
  ),
  ports: z.array(z.looseObject({ name: z.string().default(""), port: z.number() })),
});

/**
 * Forwards each Service's address to its ready pods by turns. Where none is ready nobody listens, so that connecting is
 * refused, as kube-proxy does; connections that stand go on with their pod.
 */
export function startServiceProxies({ store }: { readonly store: Store }): { readonly stop: () => Promise<void> } {
  const listeners = new Map<string, Listener>();
  const sockets = new Set<Socket>();
  let isDue = false;
  let isStopped = false;

  function look(): void {
    isDue = false;
    if (isStopped) return;
    const wanted = new Map(
      store
        .list("services")
        .flatMap((service) => frontends(store, service))
        .map((one) => [`${one.host}:${one.port}`, one]),
    );
    for (const [key, listener] of listeners) {
      const backends = wanted.get(key)?.backends ?? [];
      if (backends.length === 0) {
        listener.server.close();
        listeners.delete(key);
      } else listener.backends = backends;
    }
    for (const [key, frontend] of wanted) {
      if (!listeners.has(key) && frontend.backends.length > 0) listeners.set(key, listen(frontend, sockets));
    }
  }
  const unsubscribe = store.subscribe(({ plural }) => {
    if (isDue || (plural !== "services" && plural !== "endpointslices")) return;
    isDue = true;
    setImmediate(look);
  });
  look();
  return {
    stop: async () => {
      isStopped = true;
      unsubscribe();
      for (const { server } of listeners.values()) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function frontends(store: Store, service: KubeObject): readonly Frontend[] {
  const spec = fieldsIn(service["spec"]);
  const host = String(spec["clusterIP"] ?? "None");
  if (host === "None" || host === "") return [];
  const { namespace, name } = service.metadata;
  const slices = store
    .list("endpointslices", namespace)
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name)
    .map((slice) => Slice.parse(slice));
  const ports = Array.isArray(spec["ports"]) ? spec["ports"].map(fieldsIn) : [];
  return ports.map((port) => ({
    host,
    port: Number(port["port"]),
    backends: slices.flatMap((slice) => backendsOf(slice, String(port["name"] ?? ""))),
  }));
}

function backendsOf({ endpoints, ports }: z.infer<typeof Slice>, name: string): readonly Backend[] {
  const port = ports.find((one) => one.name === name)?.port;
  if (port === undefined) return [];
  return endpoints
    .filter(({ conditions }) => conditions.ready)
    .flatMap(({ addresses }) => addresses.map((host) => ({ host, port })));
}

function listen({ host, port, backends }: Frontend, sockets: Set<Socket>): Listener {
  const server = createServer((near) => {
    listener.turn += 1;
    const backend = listener.backends[listener.turn % listener.backends.length];
    if (backend === undefined) return void near.destroy();
    const far = connect(backend);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.once("close", () => sockets.delete(socket));
    }
    near.once("close", () => far.destroy());
    far.once("close", () => near.destroy());
    near.pipe(far).pipe(near);
  });
  const listener: Listener = { backends, server, turn: 0 };
  server.on("error", () => undefined);
  server.listen(port, host);
  return listener;
}
