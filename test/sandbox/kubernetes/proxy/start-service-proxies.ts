import type { Socket } from "node:net";
import { z } from "zod";
import { fieldsIn, type KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";
import { type Backend, forward, type Listener } from "./forward.ts";

type Frontend = Backend & { readonly backends: readonly Backend[] };

const isTrueUnlessSaid = z
  .boolean()
  .nullish()
  .transform((said) => said ?? true);
const Conditions = z.looseObject({
  ready: isTrueUnlessSaid,
  serving: z.boolean().nullish(),
  terminating: z.boolean().nullish(),
});
const Slice = z.looseObject({
  endpoints: z
    .array(z.looseObject({ addresses: z.array(z.string()), conditions: Conditions.prefault({}) }))
    .nullish()
    .transform((all) => all ?? []),
  ports: z
    .array(z.looseObject({ name: z.string().nullish(), port: z.number().nullish() }))
    .nullish()
    .transform((all) => all ?? []),
});
type Slice = z.infer<typeof Slice>;

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
      if (listeners.has(key) || frontend.backends.length === 0) continue;
      // Taken by somebody else at the moment: the next change tries again.
      const forget = () => void listeners.delete(key);
      listeners.set(key, forward(frontend, frontend.backends, { sockets, onError: forget }));
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
    .flatMap((slice) => Slice.safeParse(slice).data ?? []);
  const ports = Array.isArray(spec["ports"]) ? spec["ports"].map(fieldsIn) : [];
  return ports.map((port) => ({
    host,
    port: Number(port["port"]),
    backends: backendsOf(slices, String(port["name"] ?? "")),
  }));
}

/** The ready ones; where there is none, those that go and still serve, as kube-proxy has it. */
function backendsOf(slices: readonly Slice[], portName: string): readonly Backend[] {
  const ready = slices.flatMap((slice) => addressesOf(slice, portName, ({ ready }) => ready));
  if (ready.length > 0) return ready;
  return slices.flatMap((slice) =>
    addressesOf(slice, portName, ({ serving, terminating }) => serving === true && terminating === true),
  );
}

function addressesOf(
  { endpoints, ports }: Slice,
  portName: string,
  isWanted: (conditions: z.infer<typeof Conditions>) => boolean,
): readonly Backend[] {
  const port = ports.find(({ name }) => (name ?? "") === portName)?.port;
  if (typeof port !== "number") return [];
  return endpoints
    .filter(({ conditions }) => isWanted(conditions))
    .flatMap(({ addresses }) => addresses.map((host) => ({ host, port })));
}
