import { takeAddressPool } from "./kubernetes/address-pool.ts";
import { type Kubernetes, startKubernetes } from "./kubernetes/start-kubernetes.ts";
import { startMachinery, type WholeMachinery } from "./kubernetes/start-machinery.ts";

export type WholeKubernetes = Kubernetes & Pick<WholeMachinery, "signal">;

/** The local Kubernetes with everything that runs behind it, on addresses that nobody else uses. */
export async function startWholeKubernetes(settings: { readonly port?: number } = {}): Promise<WholeKubernetes> {
  const running: { machinery?: WholeMachinery } = {};
  const kubernetes = await startKubernetes({
    ...settings,
    addresses: await takeAddressPool(),
    startMachinery: async (deps) => {
      running.machinery = await startMachinery(deps);
      return running.machinery;
    },
  });
  return { ...kubernetes, signal: (target, signal) => running.machinery?.signal(target, signal) ?? false };
}
