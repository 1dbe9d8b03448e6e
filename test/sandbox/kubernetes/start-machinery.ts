import type { ContainerTarget } from "./container-runtime.ts";
import { startControllers } from "./controllers/start-controllers.ts";
import { startKubelet } from "./kubelet/start-kubelet.ts";
import { startServiceProxies } from "./proxy/start-service-proxies.ts";
import type { Addresses, Machinery } from "./start-kubernetes.ts";
import type { Store } from "./store.ts";

export type WholeMachinery = Machinery & {
  /** Sends a signal to a container's main process; false where none runs. */
  readonly signal: (target: ContainerTarget, signal: "SIGKILL" | "SIGSTOP" | "SIGCONT") => boolean;
};

/** Controllers, a kubelet and the Services' proxies around one store. */
export async function startMachinery(deps: {
  readonly store: Store;
  readonly addresses: Addresses;
}): Promise<WholeMachinery> {
  const kubelet = startKubelet(deps);
  const controllers = startControllers(deps);
  const proxies = startServiceProxies(deps);
  return {
    runtime: kubelet,
    signal: kubelet.signal,
    close: async () => {
      controllers.stop();
      await kubelet.stop();
      await proxies.stop();
    },
  };
}
