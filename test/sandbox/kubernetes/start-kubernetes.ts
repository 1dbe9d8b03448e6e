import type { Role } from "./access.ts";
import { type ApiFaults, startApiServer } from "./api/start-api-server.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import { emptyStore, seedStore } from "./seed-store.ts";
import { createStore, type Store } from "./store.ts";

/** What runs behind the API server: controllers, a kubelet and the Services' proxies. */
export type Machinery = { readonly runtime: ContainerRuntime; readonly close: () => Promise<void> };

/** Addresses of 127.x, each given out once in a life. */
export type Addresses = { readonly next: () => string; readonly close: () => Promise<void> | void };

export type Kubernetes = {
  readonly url: string;
  /** The text of a kubeconfig file. */
  readonly kubeConfigFor: (role: Role) => string;
  /** The same for `kubectl`, which sends no token over plain HTTP. */
  readonly kubectlConfigFor: (role: Role) => string;
  readonly faults: ApiFaults;
  /** Removes all objects but nodes and the namespace `default`, and so ends all pods. */
  readonly reset: () => void;
  readonly close: () => Promise<void>;
};

/** A local Kubernetes: store, what acts on it, and the API server in front. */
export async function startKubernetes(settings: {
  readonly addresses: Addresses;
  readonly startMachinery: (deps: { readonly store: Store; readonly addresses: Addresses }) => Promise<Machinery>;
  readonly port?: number;
}): Promise<Kubernetes> {
  const { addresses, port } = settings;
  const store = createStore();
  seedStore(store);
  const machinery = await settings.startMachinery({ store, addresses });
  const { runtime } = machinery;
  const api = await startApiServer({ store, runtime, addresses, ...(port !== undefined && { port }) });
  return {
    url: api.url,
    kubeConfigFor: api.kubeConfigFor,
    kubectlConfigFor: api.kubectlConfigFor,
    faults: api.faults,
    reset: () => emptyStore(store),
    async close() {
      await api.close();
      await machinery.close();
      await addresses.close();
    },
  };
}
